import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { expect, test, vi } from 'vitest'
import { scratch } from '../support/scratch.ts'
import { kernelsOf } from './support/killing.ts'
import { fixture, start } from './support/lvslab.ts'
import { Traces } from './support/traces.ts'

/** Locks of its own: a mount namespace in which /sys has other folders of processors, with the same names. */
const OWN_LOCKS = `cd /sys/devices/system/cpu
names=$(ls -d cpu[0-9]*)
mount -t tmpfs none . && cd "$PWD"
for name in $names; do mkdir -p $name/topology $name/power; done
exec "$@"`
const PREFIX = [
  ...['unshare', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])],
  ...['--mount', 'sh', '-c', OWN_LOCKS, 'sh'],
]

const several = availableParallelism() > 1

test.runIf(several)('kernels spread over the processors, and keep to them', async () => {
  const traces = new Traces()
  const words = ['test', fixture('several'), '--kernel', 'uml', '--jobs', '4', '--out', scratch()]
  const suite = start(words, { env: traces.env, prefix: PREFIX })
  const places = () => kernelsOf(traces.look()).map(({ pid }) => processorsOf(pid))
  await vi.waitFor(
    () => {
      expect(places()).toHaveLength(4)
      expect(places()).toEqual(Array(4).fill(expect.stringMatching(/^\d+$/)))
    },
    { timeout: 60_000, interval: 20 },
  )
  const shares = Object.values(Object.groupBy(places(), (place) => place)).map((all) => all?.length ?? 0)
  expect(Math.max(...shares)).toBe(Math.max(1, Math.ceil(4 / availableParallelism())))
  const { exitCode, all } = await suite
  expect(exitCode, all).toBe(0)
})

/** As in proc_pid_status(5): `1`, or a list like `0-3` of one that may run anywhere. */
function processorsOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? ''
}
