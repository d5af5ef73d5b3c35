import type { Writable } from 'node:stream'
import { exitStatus } from './exit.ts'

/** Nobody reads any more: the reader of a pipe has ended, or the terminal was closed. */
const unread = new Set(['EPIPE', 'EIO'])

/**
 * Ends quietly when the output is not read any more, as SIGPIPE does with other programs: Node.js turns that
 * signal off and reports EPIPE instead. Here it becomes the signal again, so that a run that goes on is
 * interrupted as by Ctrl-C. Any other error of standard output is told on standard error.
 */
export function endWhenUnread(stdout: Writable, stderr: Writable): void {
  stderr.on('error', () => {})
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!unread.has(error.code ?? '')) {
      process.stderr.write(`lvslab: standard output cannot be written: ${error.message}\n`)
      process.exit(exitStatus('fail'))
    }
    if (!process.emit('SIGPIPE', 'SIGPIPE')) process.exit(exitStatus('interrupted'))
  })
}
