import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, HEALTHY } from '../keepalived/support.ts'
import { lvslab } from '../support/lvslab.ts'

const IMPLIED = readFileSync('test/lab/implied/confs/dr.conf', 'utf8')
const PAIR = 'test/report/pages/keepalived.conf'

test('a file with nothing wrong has status 0', async () => {
  const file = join(folderWith({ 'a.conf': HEALTHY }), 'a.conf')
  const { exitCode, stdout, stderr } = await lvslab(['keepalived', file])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('tcp 10.1.2.88:80: NAT rr')
})

test('findings have status 1, as text and as JSON', async () => {
  const [text, json] = await Promise.all([
    lvslab(['keepalived', PAIR, '--id', 'lb1', '--id', 'lb2']),
    lvslab(['keepalived', PAIR, '--json']),
  ])
  expect([text.exitCode, json.exitCode]).toEqual([1, 1])
  expect(text.stdout).toContain('keepalived.conf:51:3: TUN cannot map port 80 to 8080')
  expect(JSON.parse(json.stdout).findings.map(({ id }: { id: string }) => id)).toContain('port-mapping')
})

test('--write leaves a lab that is valid, with the file as it was', async () => {
  const folder = folderWith({ 'a.conf': IMPLIED })
  const out = join(folder, 'lab')
  const { exitCode, stdout, stderr } = await lvslab(['keepalived', join(folder, 'a.conf'), '--write', out])
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `wrote ${out}/lab.yaml\nwrote ${out}/a.conf` })
  expect(stderr).toMatch(/a\.conf:\d+: the sorry server is the director itself/)
  expect(readFileSync(join(out, 'a.conf'), 'utf8')).toBe(IMPLIED)
  expect((await lvslab(['validate', join(out, 'lab.yaml')])).exitCode).toBe(0)
})

test.each([
  ['a folder that holds something', [], [], /is not empty/],
  ['an error that nobody accepts', ['lvs_method DR', 'lvs_method FULLNAT'], [], /--accept method-unknown/],
  ['a finding that there is none of', [], ['--accept', 'method-unknwon'], /did you mean "method-unknown"/],
  ['--json beside it', [], ['--json'], /--json is for what is found/],
])('--write refuses %s, and writes nothing', async (_, [from = '', to = ''], args, reason) => {
  const folder = folderWith({ 'a.conf': IMPLIED.replace(from, to) })
  const out = reason.source.includes('empty') ? folder : join(folder, 'lab')
  const ended = await lvslab(['keepalived', join(folder, 'a.conf'), '--write', out, ...args])
  expect(ended.exitCode).toBe(2)
  expect(ended.stderr).toMatch(reason)
  expect(readdirSync(folder)).toEqual(['a.conf'])
})

test.each([
  [['gone.conf'], /^gone\.conf: cannot be read: ENOENT/],
  [[tmpdir()], /: a folder, not a file$/m],
  [[PAIR, PAIR, '--id', 'lb1'], /^lvslab: --id is given as often as there are files/],
  [[], /missing required argument 'files'/],
])('%j is refused with status 2', async (args, reason) => {
  const { exitCode, stdout, stderr } = await lvslab(['keepalived', ...args])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(reason)
})
