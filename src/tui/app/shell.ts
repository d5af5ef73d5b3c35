import type { LiveLab } from '../live.ts'
import type { Terminal } from './terminal.ts'

/** A shell in a node with the whole terminal, until it ends. Gives what is to be said when it ended badly. */
export async function connectShell(
  live: LiveLab,
  node: string,
  { input, output }: Terminal,
): Promise<string | undefined> {
  output.write(`A shell in ${node} of ${live.name}; exit comes back.\r\n`)
  const session = await live.session({ node, argv: ['/bin/sh', '-i'], tty: sizeOf(output) })
  session.onOutput((_stream, bytes) => output.write(bytes))
  const typed = (bytes: Buffer) => session.write(bytes)
  const resized = () => session.resize(output.rows, output.columns)
  input.setRawMode(true)
  input.on('data', typed).resume()
  output.on('resize', resized)
  try {
    const { status } = await session.ended
    return status === 0 ? undefined : `The shell in ${node} ended with status ${status}.`
  } finally {
    input.off('data', typed).pause()
    output.off('resize', resized)
    input.setRawMode(false)
  }
}

const sizeOf = ({ rows, columns }: NodeJS.WriteStream) => ({ rows, columns })
