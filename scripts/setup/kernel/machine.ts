import { join } from 'node:path'
import { isExecutable } from '../../../src/setup/tools.ts'
import { $ } from '../shell.ts'
import { Unsupported } from './unsupported.ts'

/** Commands that a build leans on, and the packages that bring them. */
const LEANT_ON = { gcc: 'gcc', make: 'make', xz: 'xz-utils', perl: 'perl' } as const

/** Small tools that are fetched where the machine lacks them; each package is called like its command. */
const BROUGHT = ['flex', 'bison', 'bc', 'm4', 'patch'] as const

/** Architectures that User-Mode Linux exists for, as Debian calls them. */
const ARCHITECTURES = ['amd64']

/** Small tools that have to be fetched for a build here. Throws Unsupported where more is missing than those. */
export async function lookAtMachine(architecture: string): Promise<string[]> {
  if (!ARCHITECTURES.includes(architecture))
    throw new Unsupported(
      `User-Mode Linux runs on ${ARCHITECTURES.join(', ')}, and this machine is ${architecture}`,
    )
  const missing = await missingPackages()
  if (missing.length > 0)
    throw new Unsupported(
      `a kernel cannot be built without ${missing.join(', ')}`,
      `sudo apt-get install --yes ${missing.join(' ')}`,
    )
  return BROUGHT.filter((name) => !isHere(name))
}

function isHere(command: string): boolean {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.some((folder) => isExecutable(join(folder, command)))
}

async function missingPackages(): Promise<string[]> {
  const commands = Object.entries(LEANT_ON).filter(([command]) => !isHere(command))
  const headers = isHere('gcc') && !(await compiles()) ? ['libc6-dev'] : []
  return [...commands.map(([, name]) => name), ...headers]
}

/** Whether the C library's headers are there beside the compiler. */
async function compiles(): Promise<boolean> {
  const { exitCode } = await $({ nothrow: true })`gcc -fsyntax-only -include stdio.h -x c /dev/null`
  return exitCode === 0
}
