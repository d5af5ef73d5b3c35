import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { settleCommand, withDelays } from '../../src/plan/delay.ts'
import { renderScript } from '../../src/plan/script.ts'

function labOf(sea: string): Lab {
  const text = `title: test
networks: { lan: 10.0.0.0/24, sea: ${sea} }
nodes: { client: { on: lan }, router: { on: [lan, sea] }, server: { on: sea } }
probes: { alive: { from: client, ping: router } }
expect: [outcome: { probe: alive, is: answered }]
`
  const loaded = loadLab({ path: 'test.yaml', text })
  return loaded.ok ? loaded.lab : expect.fail(loaded.errors.map(({ message }) => message).join('\n'))
}

const sea = (delay: string) => labOf(`{ subnet: 10.1.0.0/24, delay: ${delay} }`)

const delays = (lab: Lab) =>
  buildPlan(lab).steps.flatMap(({ operations }) => operations.filter(({ kind }) => kind === 'tc'))

test('a delay is that of every port of the bridge, and drops nothing', () => {
  expect(delays(sea('20ms'))).toEqual([
    {
      kind: 'tc',
      namespace: 'sea',
      lines: ['router-eth1', 'server-eth0'].map((port) =>
        `qdisc replace dev ${port} root netem delay 20000us limit 100000`.split(' '),
      ),
    },
  ])
  expect(renderScript(buildPlan(sea('1.5ms')), sea('1.5ms'))).toContain(`tc -n sea -batch - <<'END'
qdisc replace dev router-eth1 root netem delay 1500us limit 100000
qdisc replace dev server-eth0 root netem delay 1500us limit 100000
END`)
})

test('by the real clock a network has no delay but its own', () => {
  expect(delays(withDelays(labOf('10.1.0.0/24'), 'real'))).toEqual([])
  expect(delays(withDelays(sea('0.5s'), 'real'))).toHaveLength(1)
})

test('in virtual time each has one, and that of the lab where it says so, were it none', () => {
  const of = (lab: Lab) => withDelays(lab, 'virtual').networks.map(({ delayUs }) => delayUs)
  expect(of(labOf('10.1.0.0/24'))).toEqual([50, 50])
  expect(of(sea('20ms'))).toEqual([50, 20_000])
  expect(of(sea('0'))).toEqual([50, 0])
  expect(delays(withDelays(sea('0'), 'virtual'))).toMatchObject([{ namespace: 'lan' }])
})

const queue = (backlog: string) => `qdisc netem 8001: dev server-eth0 root refcnt 2 limit 100000 delay 20ms
 Sent 4321 bytes 21 pkt (dropped 0, overlimits 0 requeues 0)
 backlog ${backlog} requeues 0
`

/** Runs the command with a tc that tells these backlogs, one after the other; gives how often it was asked. */
function settle(lab: Lab, backlogs: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-tc-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [index, backlog] of backlogs.entries()) writeFileSync(join(folder, `${index}`), queue(backlog))
  const tc = join(folder, 'tc')
  writeFileSync(
    tc,
    `#!/bin/sh\necho "$*" >>${folder}/asked\ncat ${folder}/$(($(wc -l <${folder}/asked) - 1))\n`,
  )
  chmodSync(tc, 0o755)
  const [program = '', ...argv] = settleCommand(lab) ?? []
  execFileSync(program, argv, { env: { PATH: `${folder}:${process.env.PATH}` }, stdio: 'pipe' })
  return readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')
}

test('frames are waited for until two looks in a row find none under way', () => {
  const asked = '-n sea -s qdisc show'
  expect(settle(sea('20ms'), ['0b 0p', '0b 0p'])).toEqual([asked, asked])
  expect(settle(sea('20ms'), ['66b 1p', '0b 0p', '1514b 1p', '0b 0p', '0b 0p'])).toHaveLength(5)
  expect(
    settle(withDelays(sea('20ms'), 'virtual'), [
      '0b 0p',
      '0b 0p',
      '0b 0p',
      '66b 1p',
      '0b 0p',
      '0b 0p',
      '0b 0p',
      '0b 0p',
    ]),
  ).toHaveLength(8)
})

test('a tc that fails is no quiet network', () => {
  expect(() => settle(sea('20ms'), [])).toThrow()
})

test('without delays nobody waits', () => {
  expect(settleCommand(labOf('10.1.0.0/24'))).toBeUndefined()
  expect(settleCommand(sea('0'))).toBeUndefined()
})
