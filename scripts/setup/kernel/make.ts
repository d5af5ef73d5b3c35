import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import type { ProcessPromise } from 'zx'
import { $ } from '../shell.ts'
import { environment } from './environment.ts'

/** Folders of one build. */
export interface Tree {
  /** The unpacked source. */
  readonly source: string
  /** What make makes of it. */
  readonly out: string
  /** Small tools that the machine lacks, unpacked. */
  readonly tools: string
  /** File for all that make says. */
  readonly log: string
}

/** make failed, in its own words or the compiler's; what lies half done in the folder may be why. */
export class MakeFailed extends Error {}

/** Runs make for User-Mode Linux, outside the source. Throws MakeFailed. */
export async function make(
  tree: Tree,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const running = start(tree, [`-j${availableParallelism()}`, ...args])
  const [result] = await Promise.all([running, each(running, onLine)])
  await writeFile(tree.log, result.stdall)
  if (result.exitCode !== 0)
    throw new MakeFailed(`make failed: ${told(result.stderr)} (all of it: ${tree.log})`)
}

/** What make would do, line by line, as far as it can tell. */
export async function wouldMake(tree: Tree, goal: string): Promise<string[]> {
  return (await start(tree, [goal, '--dry-run', '--keep-going'])).stdout.split('\n')
}

function start({ source, out, tools }: Tree, args: readonly string[]): ProcessPromise {
  const place = ['-C', source, 'ARCH=um', `O=${out}`]
  return $({ nothrow: true, env: environment(tools) })`make ${place} ${args}`
}

async function each(running: ProcessPromise, handle: (line: string) => void): Promise<void> {
  for await (const line of running) handle(line)
}

/** The first complaint that says why, before what make says about it. */
function told(stderr: string): string {
  const lines = stderr.trim().split('\n')
  return lines.find((line) => /No space left|error/i.test(line)) ?? lines.at(-1) ?? ''
}
