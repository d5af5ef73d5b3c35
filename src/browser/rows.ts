import type { HopData, JourneyData, PacketData, VerdictData } from './data.ts'

/** One line of the ladder: a hop of a packet. */
export interface Row {
  readonly journey: JourneyData
  readonly hop: HopData
  /** Counted from 0. */
  readonly index: number
  /** Verdicts that rest on one of its frames. */
  readonly verdicts: readonly VerdictData[]
}

export interface Filter {
  readonly protocol: string
  readonly node: string
  readonly conversation: string
  readonly text: string
  /** Only what a verdict rests on that was not passed. */
  readonly judged: boolean
}

/** All hops in the order in which they were seen. */
export function rowsOf(data: PacketData): Row[] {
  const verdicts = verdictsByFrame(data.verdicts)
  const rows = data.journeys.flatMap((journey) =>
    journey.hops.map((hop, index) => {
      const resting = new Set(hop.frames.flatMap((frame) => verdicts.get(frame) ?? []))
      return { journey, hop, index, verdicts: [...resting] }
    }),
  )
  return rows.sort((one, other) => firstFrame(one) - firstFrame(other))
}

const firstFrame = ({ hop }: Row): number => Math.min(...hop.frames)

function verdictsByFrame(verdicts: readonly VerdictData[]): Map<number, VerdictData[]> {
  const found = new Map<number, VerdictData[]>()
  for (const verdict of verdicts)
    for (const frame of verdict.frames) found.set(frame, [...(found.get(frame) ?? []), verdict])
  return found
}

export const isBroken = ({ verdicts }: Row): boolean => verdicts.some(({ status }) => status !== 'pass')

/** Rows that every part of the filter lets through; words of the text may stand anywhere. */
export function filtered(rows: readonly Row[], filter: Filter, data: PacketData): readonly Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const node = data.nodes.indexOf(filter.node)
  const titles = new Map(data.conversations.map(({ id, title }) => [id, title]))
  return rows.filter(
    (row) =>
      (filter.protocol === '' || row.journey.protocol === filter.protocol) &&
      (filter.node === '' || touches(row.hop, node)) &&
      (filter.conversation === '' || String(row.journey.conversation) === filter.conversation) &&
      (!filter.judged || isBroken(row)) &&
      hasWords(row, words, titles.get(row.journey.conversation ?? -1) ?? ''),
  )
}

/** Lifelines of those that have to do with any of the rows, in their order; of all where there is no row. */
export function partakers(rows: readonly Row[], { nodes }: PacketData): number[] {
  const taking = new Set(rows.flatMap(({ hop: { from, to, missed } }) => [from, ...to, missed]))
  const all = [...nodes.keys()]
  return rows.length === 0 ? all : all.filter((lane) => taking.has(lane))
}

const touches = ({ from, to, aside, missed }: HopData, node: number): boolean =>
  [from, missed, ...to, ...aside].includes(node)

function hasWords({ journey, hop }: Row, words: readonly string[], title: string): boolean {
  if (words.length === 0) return true
  const text = [journey.protocol, journey.summary, journey.end, hop.text, hop.changed, title]
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
