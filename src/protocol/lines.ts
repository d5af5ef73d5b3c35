import type { Readable } from 'node:stream'

/**
 * Calls `onLine` with every JSON value that arrives, one a line. A line that is not JSON goes to `onJunk`:
 * on a serial line that is how a kernel's or a daemon's stray words look.
 */
export function readJsonLines(
  input: Readable,
  onLine: (value: unknown) => void,
  onJunk: (line: string) => void,
): void {
  let rest = ''
  input.setEncoding('utf8')
  input.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') deliver(line, onLine, onJunk)
  })
}

function deliver(line: string, onLine: (value: unknown) => void, onJunk: (line: string) => void): void {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    onJunk(line)
    return
  }
  onLine(value)
}
