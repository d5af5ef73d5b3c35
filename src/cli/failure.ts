import { exitStatus } from './exit.ts'

/**
 * Does the work of a command. A full disk and the like are told in one line and give the exit status of a failure:
 * no bug of ours, and no stack is of use.
 */
export async function orTell(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!isSystemError(error)) throw error
    process.stderr.write(`lvslab: ${error.message}\n`)
    return exitStatus('fail')
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error
