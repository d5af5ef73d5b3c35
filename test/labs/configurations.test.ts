import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../support/scratch.ts'
import { labNamed } from './support/declared.ts'
import { run } from './support/lvslab.ts'

/** A mistake in one file of a lab, in one of its variants or as it is, and what its program says of it. */
const MISTAKES = [
  {
    lab: 'proxies',
    file: 'haproxy-http.cfg',
    from: 'balance roundrobin',
    to: 'balance raundrobin',
    says: /parsing \[haproxy-http\.cfg:16\] : balance only supports 'roundrobin'/,
  },
  {
    lab: 'proxies',
    variant: 'nginx-http',
    file: 'nginx-http.conf',
    from: 'location / {',
    to: 'loction / {',
    says: /unknown directive "loction" in \S*nginx-http\.conf:26/,
  },
  {
    lab: 'proxies',
    variant: 'apache2',
    file: 'apache2.conf',
    from: 'ServerLimit 1',
    to: 'ServerLimt 1',
    says: /Syntax error on line 18 of \S*apache2\.conf:\nInvalid command 'ServerLimt'/,
  },
  {
    lab: 'proxies',
    variant: 'trafficserver',
    file: 'trafficserver/remap.config',
    from: 'map http://10.0.0.100/ ',
    to: 'mapp http://10.0.0.100/ ',
    says: /failed to add remap rule at \S*remap\.config line 2: unknown mapping type/,
  },
  {
    lab: 'proxies',
    variant: 'perlbal',
    file: 'perlbal.conf',
    from: 'SET role = selector',
    to: 'SET role = selektor',
    says: /Role not valid for service web/,
  },
  {
    lab: 'mysql',
    file: 'mariadb.cnf',
    from: 'skip_name_resolve',
    to: 'skip_name_resolv_e',
    says: /unknown variable|unknown option '--skip[-_]name[-_]resolv[-_]e'/,
  },
  {
    lab: 'dc-network',
    file: 'bird/common.conf', // which the routers' own files include
    from: 'hold time 3;',
    to: 'hold tme 3;',
    says: /common\.conf:31:8 syntax error/,
  },
  {
    lab: 'dns-chain',
    file: 'resolver/unbound.conf',
    from: 'use-syslog: no',
    to: 'use-sislog: no',
    says: /unbound\.conf:7: error: unknown keyword 'use-sislog'/,
  },
  {
    lab: 'dns-chain',
    file: 'client/dnsmasq.conf',
    from: 'cache-size=150',
    to: 'cash-size=150',
    says: /bad option at line 8 of \S*dnsmasq\.conf/,
  },
]

test.each(MISTAKES)('a mistake in $file is told by the program itself', async (mistake) => {
  const { lab, variant, file, from, to, says } = mistake
  const folder = join(scratch('mistaken'), lab)
  cpSync(dirname(labNamed(lab).file), folder, { recursive: true })
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(
    join(folder, file),
    text.replace(from, () => to),
  )
  const fault = variant === undefined ? [] : ['--fault', variant]
  const { status, view, text: told } = await run([join(folder, 'lab.yaml'), ...fault])
  expect({ status, outcome: view.end?.outcome, verdicts: view.verdicts }, told).toEqual({
    ...{ status: 1, outcome: 'error', verdicts: [] },
  })
  expect(view.end?.problem?.detail).toMatch(says)
})
