import type { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import { plain } from '../text/tree.ts'
import { complaintsOf } from './complaints.ts'

/** Leaving something out uncovers at most a few layers of further mistakes. */
const MOST_ROUNDS = 8

/**
 * Checks a tree against a schema. Every mistake is reported; what is wrong is then left out, so that the rest
 * can be looked at as well. Undefined when nothing useful is left.
 */
export function checkShape<T>(schema: z.ZodType<T>, findings: Findings): T | undefined {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const data = plain(findings.root)
    const result = schema.safeParse(data)
    if (result.success) return result.data
    const complaints = complaintsOf(result.error.issues, schema, data)
    for (const { path, message, details } of complaints) findings.error(path, message, details)
    if (complaints.some(({ prune }) => prune.length === 0)) return undefined
    // From the end, so that the indexes of what is still to be left out of a list stay right.
    for (const { prune } of complaints.toReversed()) findings.leaveOut(prune)
  }
  return undefined
}
