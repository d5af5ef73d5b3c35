/** Measures lvslab against floors and peers. Exit status: 0 every target was met, 1 one was missed, 2 usage. */
import { parseArgs } from 'node:util'
import { type Bench, type Report, statusOf } from './bench.ts'
import { cold } from './cold/bench.ts'
import { datacenter } from './datacenter/bench.ts'
import { decode } from './decode/bench.ts'
import { failover } from './failover/bench.ts'
import { help } from './help/bench.ts'
import { live } from './live/bench.ts'
import { reportPage } from './page.ts'
import { suite } from './suite/bench.ts'
import { topology } from './topology/bench.ts'
import { virtual } from './virtual/bench.ts'

const BENCHES: readonly Bench[] = [topology, cold, datacenter, suite, virtual, decode, failover, live, help]

const USAGE = `usage: npm run bench -- [--json] [--rounds N] [NAME...]

${BENCHES.map(({ name, title, rounds }) => `  ${name.padEnd(12)}${title} (${rounds} rounds)`).join('\n')}

Everything is measured in the same run as what it is compared with, in turn, as
medians of several rounds. Progress goes to standard error.
`

const { values, positionals } = readArguments()
if (values.help) {
  process.stdout.write(USAGE)
} else {
  const chosen = positionals.length === 0 ? BENCHES : positionals.map(named)
  for (const bench of chosen) await runOne(bench)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, rounds: { type: 'string' }, help: { type: 'boolean' } },
    })
  } catch (error) {
    return refuse((error as Error).message)
  }
}

function named(name: string): Bench {
  return BENCHES.find((bench) => bench.name === name) ?? refuse(`there is no benchmark "${name}"`)
}

function roundsOf(bench: Bench): number {
  if (values.rounds === undefined) return bench.rounds
  const rounds = Number(values.rounds)
  return Number.isInteger(rounds) && rounds > 0 ? rounds : refuse('--rounds takes a whole number from 1')
}

async function runOne(bench: Bench): Promise<void> {
  const rounds = roundsOf(bench)
  const progress = (text: string) => process.stderr.write(`${bench.name}: ${text}\n`)
  const report = await bench.run({ rounds, progress })
  if (report.lines.some((line) => statusOf(line) === 'MISS')) process.exitCode = 1
  process.stdout.write(
    values.json ? reportJson(bench, report, rounds) : `${reportPage(bench, report, rounds)}\n`,
  )
}

/** One JSON object a benchmark and line. */
function reportJson({ name, title }: Bench, { lines, notes }: Report, rounds: number): string {
  const judged = lines.map((line) => ({ ...line, status: statusOf(line) }))
  return `${JSON.stringify({ bench: name, title, rounds, lines: judged, notes })}\n`
}

function refuse(message: string): never {
  process.stderr.write(`${message}\n\n${USAGE}`)
  process.exit(2)
}
