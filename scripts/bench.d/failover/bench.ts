import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { readEvents } from '../../../src/events/read.ts'
import { foldAll, type RunView } from '../../../src/events/view.ts'
import { packageRoot } from '../../../src/kernel/paths.ts'
import { outagesOf } from '../../../src/report/timeline/outages.ts'
import type { Bench, Context, Line, Report } from '../bench.ts'
import { median } from '../rounds.ts'
import { eventName, HOLDERS, turnOf, writeFailovers } from './lab.ts'

export const failover: Bench = {
  name: 'failover',
  title: 'a director ends in good order: requests lost, by the client',
  rounds: 50,
  run,
}

/** Skew_Time of the configurations' priorities, in milliseconds (RFC 3768, section 6.1): a farewell is answered after it. */
const SKEW_MS: Readonly<Record<string, number>> = { lb1: (106 / 256) * 1000, lb2: (156 / 256) * 1000 }

async function run({ rounds, progress }: Context): Promise<Report> {
  progress(`${rounds} failovers on one timeline`)
  const folder = await mkdtemp(join(tmpdir(), 'lvslab-bench-'))
  try {
    const view = await viewOf(await writeFailovers(rounds, folder), join(folder, 'out'))
    const outages = Array.from({ length: rounds }, (_, index) => outageAfter(view, index))
    return {
      lines: HOLDERS.flatMap((taker) => linesFor(taker, outages, view)),
      notes: [
        'Milliseconds from the first request that is lost to the next that is answered, one request each 50 ms. Other: the ' +
          "skew time of the taker's priority, which is all that VRRP waits for after a farewell.",
      ],
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function viewOf(file: string, out: string): Promise<RunView> {
  const program = join(packageRoot(), 'scripts/lvslab')
  await $({ quiet: true, nothrow: true })`${program} run ${file} --kernel uml --timeout 900 --out ${out}`
  const read = readEvents(await readFile(join(out, 'events.jsonl'), 'utf8'))
  if (!read.ok) throw new Error(read.error.message)
  return foldAll(read.events)
}

/** Milliseconds that requests were lost between a failover and the next; NaN where none was, or none answered again. */
function outageAfter({ happened, probes }: RunView, index: number): number {
  const [from, to] = [index, index + 1].map(
    (one) => happened.find(({ event }) => event === eventName(one))?.at,
  )
  const attempts = probes.flatMap((probe) =>
    probe.attempts.flatMap((one) => (one.at === undefined ? [] : [{ ...one, at: one.at }])),
  )
  const [outage] = outagesOf(
    attempts.filter(({ at }) => at >= (from ?? Infinity) - 50 && at < (to ?? Infinity)),
  )
  return outage?.next === undefined ? Number.NaN : outage.next.at - outage.lost[0].at
}

function linesFor(taker: string, outages: readonly number[], { end }: RunView): Line[] {
  const mine = outages.filter((_, index) => turnOf(index)[1] === taker)
  const measured = mine.filter((one) => !Number.isNaN(one))
  const what = (figure: string) => `${taker} takes over, ${measured.length} of ${mine.length}: ${figure}`
  const other = SKEW_MS[taker] ?? Number.NaN
  const missing = end?.problem?.message ?? 'none was measured'
  if (measured.length === 0)
    return mine.length === 0 ? [] : [{ what: what('outage'), unit: 'ms', ours: Number.NaN, missing }]
  const middle = median(measured)
  return [
    { what: what('least'), unit: 'ms', ours: Math.min(...measured) },
    { what: what('median'), unit: 'ms', ours: middle, other, ratio: middle / other },
    { what: what('most'), unit: 'ms', ours: Math.max(...measured) },
  ]
}
