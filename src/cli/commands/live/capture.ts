import type { Command } from 'commander'
import { examples } from '../../help.ts'

export function defineCapture(program: Command): void {
  program
    .command('capture')
    .summary('capture on the interfaces of a live lab')
    .description(
      'Writes what passes as pcapng, with the names of the interfaces, to a file or to whatever reads it from a pipe. It ends with Ctrl-C, or when the reader does.',
    )
    .argument('<live>', 'name of a live lab (see lvslab ps)')
    .argument('[point]', 'NODE, or NODE:INTERFACE; every interface if left out')
    .option('-w, --write <file>', 'a new file; standard output if left out')
    .addHelpText(
      'after',
      examples([
        ['lvslab capture dr director:eth0 -w eth0.pcapng', 'to a file'],
        ['lvslab capture dr | wireshark -k -i -', 'straight into Wireshark'],
        ['lvslab capture dr rs1 | tcpdump -n -e -r -', 'to read'],
      ]),
    )
    .action(async (name: string, point: string | undefined, flags: { write?: string }) => {
      const { captureCommand } = await import('../../actions/live/capture.ts')
      process.exitCode = await captureCommand(name, point, flags)
    })
}
