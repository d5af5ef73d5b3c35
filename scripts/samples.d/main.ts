/** Runs the labs of all samples. Exit status: 0 every lab keeps its promises, 1 one does not, 2 usage. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { writeFiles } from '../../src/cli/implied/layout.ts'
import { labText, type Sample, samples } from './samples.ts'

const USAGE = `usage: scripts/samples [NAME...]

Makes a lab of each configuration that comes with Debian's keepalived, such as
fwmark or vrrp.sync, and runs all in User-Mode Linux. docs/keepalived.md tells
what has to come of them.
`

const COMMAND = join(import.meta.dirname, '../lvslab')

const names = process.argv.slice(2)
const all = samples()
const wanted = all.filter(({ name }) => names.length === 0 || names.includes(name))
if (names.some((name) => !all.some((sample) => sample.name === name))) {
  process.stderr.write(USAGE)
  process.exit(2)
}
process.exitCode = await runAll(wanted)

async function runAll(list: readonly Sample[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-samples-'))
  try {
    const labs = list.flatMap((sample) => write(sample, folder))
    const run = await execa(COMMAND, ['test', ...labs, '--kernel', 'uml', '--out', join(folder, 'out')], {
      stdio: ['ignore', 'inherit', 'ignore'],
      reject: false,
    })
    for (const sample of list) process.stdout.write(`${sample.name}: ${labText(sample)}\n`)
    return run.exitCode ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Path of the lab file; none where there is no lab. */
function write({ name, made }: Sample, folder: string): string[] {
  if (!made.ok) return []
  const own = join(folder, name)
  mkdirSync(own)
  writeFiles(made.files, own)
  return [join(own, 'lab.yaml')]
}
