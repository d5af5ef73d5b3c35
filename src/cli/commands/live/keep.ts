import type { Command } from 'commander'

/** What `up` starts in the background; nobody else has a use for it. */
export function defineKeep(program: Command): void {
  program
    .command('keep', { hidden: true })
    .argument('<options>', 'JSON')
    .action(async (options: string) => {
      const { keep } = await import('../../../live/keep.ts')
      await keep(JSON.parse(options))
      process.exit()
    })
}
