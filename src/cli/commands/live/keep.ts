import { json } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { KeepOptions } from '../../../live/keep.ts'

/** What `up` starts in the background, with its options as JSON on standard input; nobody else has a use for it. */
export function defineKeep(program: Command): void {
  program.command('keep', { hidden: true }).action(async () => {
    const { keep } = await import('../../../live/keep.ts')
    await keep((await json(process.stdin)) as KeepOptions)
    process.exit()
  })
}
