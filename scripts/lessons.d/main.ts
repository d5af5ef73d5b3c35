/** Writes the measured tables of lessons. Exit status: 0 all is as measured, 1 --check found otherwise, 2 usage. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { listLabs } from '../../src/lab/find.ts'
import { differences, withTables } from './lesson.ts'
import { lessonOf } from './paths.ts'
import { readRun, runLab } from './run.ts'

const USAGE = `usage: scripts/lessons [--check] [--run FOLDER] [LAB...]

Runs each lab in User-Mode Linux and writes what it measured into the README.md
beside it, between <!-- packets: PROBE --> or <!-- verdicts: PREFIX --> and
<!-- end -->. What stands in the column "why" of a row is kept.

  --check       write nothing, and say where a lesson differs from the run
  --run FOLDER  take what an earlier run left there; for one lab
`

const { values, positionals } = readArguments()
if (values.help) {
  process.stdout.write(USAGE)
} else {
  if (values.run !== undefined && positionals.length !== 1) refuse('--run is for one lab')
  const labs = positionals.length > 0 ? positionals : listLabs().map(({ name }) => name)
  for (const lab of labs) await teach(lab)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { check: { type: 'boolean' }, run: { type: 'string' }, help: { type: 'boolean' } },
    })
  } catch (error) {
    return refuse((error as Error).message)
  }
}

async function teach(lab: string): Promise<void> {
  const path = lessonOf(lab)
  const text = readFileSync(path, 'utf8')
  const view = values.run === undefined ? await runLab(lab) : readRun(lab, values.run)
  const found = differences(text, view)
  process.stderr.write(`${lab}: ${found.length === 0 ? 'as measured' : `${found.length} rows differ`}\n`)
  if (!values.check) return writeFileSync(path, withTables(text, view))
  if (found.length === 0) return
  process.stdout.write(`${[path, ...found].join('\n')}\n`)
  process.exitCode = 1
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n\n${USAGE}`)
  process.exit(2)
}
