import type { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import { plain } from '../text/tree.ts'
import { complaintsOf } from './complaints.ts'

/** More mistakes than this, and the file is not worth a second look. */
const MOST_COMPLAINTS = 100

/** Leaving something out uncovers at most a few layers of further mistakes. */
const MOST_ROUNDS = 8

/**
 * Checks a tree against a schema. Every mistake is reported; what is wrong is then left out, so that the rest
 * can be looked at as well. Undefined when nothing useful is left.
 *
 * @param fallback stands in for keys of the root that are missing or had to be left out
 */
export function checkShape<T>(schema: z.ZodType<T>, findings: Findings, fallback: Partial<T>): T | undefined {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const given = plain(findings.root) as object
    const data = round === 0 ? given : { ...fallback, ...given }
    const result = schema.safeParse(data)
    if (result.success) return result.data
    const complaints = complaintsOf(result.error.issues.slice(0, MOST_COMPLAINTS), schema, data)
    for (const { path, message, details, missing, silent } of complaints)
      if (!silent && !(missing && findings.lost(missing))) findings.error(path, message, details)
    if (complaints.length >= MOST_COMPLAINTS) return undefined
    // From the end, so that the indexes of what is still to be left out of a list stay right.
    for (const { prune, missing } of complaints.toReversed())
      if (prune.length > 0) findings.leaveOut(prune)
      else findings.lose(missing ?? prune)
  }
  return undefined
}
