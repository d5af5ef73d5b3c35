import { z } from 'zod'
import type { Findings } from './findings.ts'
import type { Path } from './tree.ts'

const several = z.strictObject({
  to: z.string().describe('What stands there instead'),
  times: z.int().min(1).describe('How often the text stands there'),
})

/** Changes to files beside the lab's, so that a fault of them can be a line of the lab. */
export const editSchema = z
  .record(z.string().min(1), z.union([z.string(), several]))
  .describe(
    'Texts of the configuration, each of which stands in it once, and what stands there instead; ' +
      'or { to, times } where a text stands there several times',
  )

export type Edit = z.output<typeof editSchema>

/** Texts by their path. */
export type Texts = Readonly<Record<string, string>>

/** The texts, edited. An edit that does not fit them is a finding, and changes nothing. */
export function edited(texts: Texts, edit: Edit, at: Path, findings: Findings): Texts {
  return Object.entries(edit).reduce((all, [from, given]) => {
    const { to, times } = typeof given === 'string' ? { to: given, times: 1 } : given
    const count = Object.values(all).reduce((sum, text) => sum + text.split(from).length - 1, 0)
    if (count === times) return replaced(all, from, to)
    const where = Object.keys(all).join(', ')
    const message = `"${from}" stands ${count} times in ${where}, and an edit changes ${times === 1 ? 'one place' : `${times} places`}`
    findings.error([...at, from], message, { part: 'key' })
    return all
  }, texts)
}

function replaced(texts: Texts, from: string, to: string): Texts {
  const entries = Object.entries(texts).map(([path, text]) => [path, text.replaceAll(from, () => to)])
  return Object.fromEntries(entries)
}
