import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { make, type Tree, wouldMake } from './make.ts'
import { duration } from './progress.ts'

/** Makes .config from nothing and the fragment; an option of it that Kconfig does not take is an error. */
export async function configure(tree: Tree, fragment: string): Promise<void> {
  await make(tree, [`KCONFIG_ALLCONFIG=${fragment}`, 'allnoconfig'])
  const [asked, got] = await Promise.all(
    [fragment, join(tree.out, '.config')].map((file) => readFile(file, 'utf8')),
  )
  const lost = drifted(asked ?? '', got ?? '')
  if (lost.length > 0) throw new Error(`this source does not take ${lost.join(', ')} of ${fragment}`)
}

/** Lines of a fragment that the configuration made from it does not have: options that depend on another one, or went. */
export function drifted(fragment: string, configuration: string): string[] {
  const got = new Set(configuration.split('\n'))
  const isSet = (option: string) => configuration.includes(`\n${option}=`)
  return fragment.split('\n').filter((line) => {
    const off = /^# (CONFIG_\w+) is not set$/.exec(line)?.[1]
    return off === undefined ? line.startsWith('CONFIG_') && !got.has(line) : isSet(off)
  })
}

/** How Kbuild says that it compiles a file. */
const COMPILES = / (?:CC|AS) {2,}(?!\[)[^ ']+/

/** Compiles and links; says how many files are done of how many, and how long the others may take. */
export async function compile(tree: Tree, say: (detail: string) => void): Promise<void> {
  await make(tree, ['prepare'])
  const all = (await wouldMake(tree, 'linux')).filter((line) => COMPILES.test(line)).length
  const started = Date.now()
  let done = 0
  await make(tree, ['linux'], (line) => {
    if (COMPILES.test(line)) done += 1
    const left = ((Date.now() - started) / 1000 / Math.max(1, done)) * (all - done)
    if (done >= all) say(`${done} files, linking`)
    else say(`${done} of ${all} files, about ${duration(left)} left`)
  })
  say(`${done} files`)
}
