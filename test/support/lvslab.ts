import { join } from 'node:path'
import { execa } from 'execa'

/** Program with a runner that starts nothing. */
export const FAKE = join(import.meta.dirname, 'fake-lvslab.ts')
/** The command line, from source. */
export const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

/** Variables that are added to the environment of the tests. */
type Environment = Readonly<Record<string, string>>

/** Starts a program as a process of its own; neither a status other than 0 nor the deadline is an exception. */
const start = (program: string, args: readonly string[], env: Environment) =>
  execa(process.execPath, [program, ...args], {
    reject: false,
    timeout: 300_000,
    killSignal: 'SIGKILL',
    env,
  })

export const lvslab = (args: readonly string[], env: Environment = {}) => start(MAIN, args, env)

export const fakeLvslab = (args: readonly string[], env: Environment = {}) => start(FAKE, args, env)
