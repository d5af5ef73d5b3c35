import type { Command } from 'commander'
import { examples, rows } from '../help.ts'
import { jsonOption } from '../options.ts'

export function defineKernel(program: Command): void {
  const kernel = program
    .command('kernel')
    .summary('build a small kernel for labs, which starts faster and has virtual time')
    .description(
      "Labs run without root on Debian's User-Mode Linux, the packaged kernel. A kernel of the same source that holds exactly what labs need starts faster, and its clock can jump: run and test --clock virtual need it.",
    )
    .addHelpText(
      'after',
      examples([
        ['lvslab kernel build', 'once; takes minutes'],
        ['lvslab kernel list', 'which there are, and which one labs run on'],
        ['lvslab kernel use packaged', "go back to Debian's"],
      ]),
    )
  defineBuild(kernel)
  defineList(kernel)
  defineUse(kernel)
  defineRemove(kernel)
}

function defineBuild(kernel: Command): void {
  kernel
    .command('build')
    .summary('build one, and have labs run on it')
    .description(
      "Fetches the source of this release's kernel from Debian, without root, and builds what labs need of it. An interrupted build is taken up again. The compiler has to be on this machine; smaller tools are fetched as well.",
    )
    .addHelpText(
      'after',
      rows('Exit status:', [
        ['0', 'it is built, or was there already; labs run on it'],
        ['1', 'something failed; labs run on what they ran on before'],
        ['3', 'something is missing on this machine; it says what brings it'],
      ]),
    )
    .action(async () => {
      const { buildCommand } = await import('../actions/kernel/build.ts')
      process.exitCode = await buildCommand()
    })
}

function defineList(kernel: Command): void {
  kernel
    .command('list')
    .summary('which kernels there are')
    .description('Lists the built kernels and the packaged one, and which of them labs run on.')
    .addOption(jsonOption())
    .action(async (flags: { json?: true }) => {
      const { listKernelsCommand } = await import('../actions/kernel/list.ts')
      process.exitCode = listKernelsCommand(flags)
    })
}

function defineUse(kernel: Command): void {
  kernel
    .command('use')
    .summary('have labs run on another one')
    .description(
      'Has labs run on a built kernel, or on the packaged one, from now on. LVSLAB_KERNEL=NAME does so for one command.',
    )
    .argument('<kernel>', 'name of a built kernel, or packaged')
    .action(async (name: string) => {
      const { useCommand } = await import('../actions/kernel/use.ts')
      process.exitCode = useCommand(name)
    })
}

function defineRemove(kernel: Command): void {
  kernel
    .command('remove')
    .summary('delete a built one')
    .description('Deletes a built kernel. Where labs ran on it, they run on the packaged one.')
    .argument('<built>', 'name of a built kernel')
    .action(async (name: string) => {
      const { removeCommand } = await import('../actions/kernel/remove.ts')
      process.exitCode = removeCommand(name)
    })
}
