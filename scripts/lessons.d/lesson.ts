import { dnsTable } from './dns.ts'
import { packetTable } from './packets.ts'
import type { Taught } from './run.ts'
import { rowTexts, type Table, tableIn, tableText, withReasons } from './table.ts'
import { timelineTable } from './timeline.ts'
import { verdictTable } from './verdicts.ts'

/** `<!-- packets: web -->`, `<!-- packets: web to rs2 -->`, `<!-- verdicts: arp-ignore -->`, `<!-- timeline: healthy -->`, `<!-- dns: lookup -->`, up to `<!-- end -->`. */
const BLOCK = /<!-- (packets|verdicts|timeline|dns): ([^>]*?) -->\n([\s\S]*?)<!-- end -->/g

/** Every measured table that a lesson asks for. */
export function asked(
  lesson: string,
): { readonly kind: string; readonly subject: string; readonly text: string }[] {
  return [...lesson.matchAll(BLOCK)].map(([, kind = '', subject = '', text = '']) => ({
    kind,
    subject,
    text,
  }))
}

/** A lesson with its tables as a run measured them; reasons that people wrote beside a row stay with it. */
export function withTables(lesson: string, view: Taught): string {
  return lesson.replace(BLOCK, (_, kind: string, subject: string, text: string) => {
    const table = withReasons(measured(kind, subject, view), tableIn(text))
    return `<!-- ${kind}: ${subject} -->\n${tableText(table)}\n<!-- end -->`
  })
}

/** Rows in which a lesson differs from a run: `- ` stands there, `+ ` was measured. */
export function differences(lesson: string, view: Taught): string[] {
  return asked(lesson).flatMap(({ kind, subject, text }) => {
    const [told, seen] = [tableIn(text), measured(kind, subject, view)].map(rowTexts) as [string[], string[]]
    if (told.join('\n') === seen.join('\n')) return []
    const gone = told.filter((row) => !seen.includes(row)).map((row) => `- ${row}`)
    const come = seen.filter((row) => !told.includes(row)).map((row) => `+ ${row}`)
    return gone.length + come.length > 0
      ? [...gone, ...come]
      : [`rows of ${kind}: ${subject} are in another order`]
  })
}

function measured(kind: string, subject: string, view: Taught): Table {
  if (kind === 'timeline') return timelineTable(view)
  if (kind === 'dns') return dnsTable(subject, view)
  return kind === 'packets' ? packetTable(subject, view) : verdictTable(subject, view)
}
