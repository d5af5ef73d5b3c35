import { afterAll, describe, expect, test } from 'vitest'
import { rootPrefix } from '../../src/kernel/choose.ts'
import { missingOnHost } from '../../src/kernel/features.ts'
import { scratch } from '../support/scratch.ts'
import { FileWatch } from './support/file-watch.ts'
import { hostState } from './support/host-state.ts'
import { fixture, run, start } from './support/lvslab.ts'
import { Traces } from './support/traces.ts'

const hostLacks = missingOnHost(['veth', 'bridge'])
const noHost = reasonAgainstHost()
const watch = await FileWatch.start()
afterAll(() => (typeof watch === 'string' ? undefined : watch.stop()))

/** Addresses that the labs below use. */
const SUBNETS = /^10\.(0\.0|77\.0)\./

const RUNS = [
  { lab: 'dr', kernel: 'uml', skipped: undefined },
  { lab: 'dr', kernel: 'uml', skipped: undefined, change: 'rs-behind-router' },
  { lab: fixture('lan'), kernel: 'host', skipped: noHost },
]

describe.each(RUNS)('a run of $lab $change on $kernel', ({ lab, kernel, skipped, change }) => {
  const because = skipped === undefined ? '' : ` (skipped: ${skipped})`
  test.skipIf(skipped)(`leaves the host as it was${because}`, async () => {
    const before = await hostState(SUBNETS)
    const traces = new Traces(typeof watch === 'string' ? 'self' : watch.pid)
    const out = typeof watch === 'string' ? scratch() : `${watch.folder}/${kernel}-${change}`
    const words = ['run', lab, '--kernel', kernel, '--out', out, ...(change ? ['--fault', change] : [])]
    const prefix = typeof watch === 'string' ? [] : watch.prefix
    const { exitCode, all } = await start(words, { env: traces.env, prefix })
    expect(exitCode, all).toBe(change ? 1 : 0)
    await traces.expectGone()
    expect(await hostState(SUBNETS)).toEqual(before)
  })

  const unwatched = skipped ?? (typeof watch === 'string' ? watch : undefined)
  test.skipIf(unwatched)(`writes to its folder alone${unwatched ? ` (skipped: ${unwatched})` : ''}`, () => {
    expect(typeof watch === 'string' ? [watch] : watch.written()).toEqual([])
  })
})

describe('--kernel auto', () => {
  test.skipIf(noHost)('takes the kernel of this machine for what it has, and says why', async () => {
    const { view, status, text } = await run([fixture('lan'), '--kernel', 'auto'])
    expect(status, text).toBe(0)
    expect(view.start).toMatchObject({
      kernel: 'host',
      kernelReason: "this machine's kernel has veth, bridge, and root is at hand",
    })
  })

  test.runIf(hostLacks.length === 0 && rootPrefix() === undefined)(
    'takes User-Mode Linux without root, and says why',
    async () => {
      const { view, status, text } = await run([fixture('lan'), '--kernel', 'auto'])
      expect(status, text).toBe(0)
      expect(view.start).toMatchObject({
        kernel: 'uml',
        kernelReason: expect.stringContaining("no root here for this machine's kernel"),
      })
    },
  )

  const lacks = missingOnHost(['veth', 'bridge', 'ip_vs', 'ip_vs_rr'])
  test.skipIf(lacks.length === 0)(
    'takes User-Mode Linux for what this machine lacks, and says why',
    async () => {
      const { view, status, text } = await run(['dr', '--kernel', 'auto'])
      expect(status, text).toBe(0)
      expect(view.start).toMatchObject({
        kernel: 'uml',
        kernelReason: expect.stringContaining(`this machine's kernel lacks ${lacks.join(', ')}`),
      })
    },
  )
})

function reasonAgainstHost(): string | undefined {
  if (hostLacks.length > 0) return `this machine's kernel lacks ${hostLacks.join(', ')}`
  return rootPrefix() === undefined ? 'only root can use the kernel of this machine' : undefined
}
