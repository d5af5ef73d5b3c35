import { join } from 'node:path'
import { expect, test } from 'vitest'
import { promisesOf, samples } from '../../scripts/samples.d/samples.ts'
import { foldAll } from '../../src/events/view.ts'
import { scratch } from '../support/scratch.ts'
import { eventsIn, start } from './support/lvslab.ts'

/** One with digests over TLS and an error, and one with a mark; scripts/samples runs all of them. */
test.each(['SSL_GET', 'fwmark'])('%s keeps what docs/keepalived.md says', async (name) => {
  const sample = samples().find((one) => one.name === name) ?? expect.fail(`no sample ${name}`)
  const accept = sample.accept.flatMap((id) => ['--accept', id])
  const out = join(scratch(), 'run')
  const run = ['--run', '--kernel', 'uml', '--timeout', '300', '--out', out]
  const { all, exitCode } = await start(['keepalived', sample.file, ...accept, ...run])
  expect(exitCode, all).toBe(0)
  const { verdicts } = foldAll(eventsIn(out, all))
  expect(verdicts.length).toBe(promisesOf(sample))
})
