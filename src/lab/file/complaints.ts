import type { z } from 'zod'
import { nearest } from '../../text/suggest.ts'
import type { Pointed } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { keysAt } from './keys.ts'
import { alternatives, describe, describeIssue, isLong, nameOf, oneOf } from './wording.ts'

/** A schema's issue in the words of this program, and what to leave out because of it. */
export interface Complaint {
  readonly path: Path
  readonly message: string
  readonly details: Pointed
  readonly prune: Path
  /** Path of a required key that is not there. */
  readonly missing?: Path
  /** Another complaint says it already. */
  readonly silent?: boolean
}

type Issue = z.core.$ZodIssue

/** @param data what was checked, to say what was found */
export function complaintsOf(issues: readonly Issue[], schema: z.ZodType, data: unknown): Complaint[] {
  const all = issues.flatMap((issue) => complain(issue, [], schema, data))
  const misspelt = new Set(
    all.map(({ path, details }) => [...path.slice(0, -1), meantBy(details)].join('\n')),
  )
  return all.map((one) =>
    one.missing && misspelt.has(one.missing.join('\n')) ? { ...one, silent: true } : one,
  )
}

/** What an unknown key was probably meant to be. */
function meantBy({ word, known, part }: Pointed): string | undefined {
  return part === 'key' && word !== undefined && known ? nearest(word, known) : undefined
}

function complain(issue: Issue, base: Path, schema: z.ZodType, data: unknown): Complaint[] {
  const path = [...base, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema))
  if (issue.code === 'invalid_key') return issue.issues.map((one) => badKey(one, path))
  if (issue.code === 'invalid_union') return complainOfUnion(issue.errors, path, schema, data)
  const found = path.reduce(childOf, data)
  if (found === undefined) return [missing(path)]
  return [{ path, message: describeIssue(issue, found), details: choices(issue, found), prune: path }]
}

function choices(issue: Issue, found: unknown): Pointed {
  if (issue.code !== 'invalid_value') return {}
  const known = issue.values.map(String)
  const choice = { known, word: String(found) }
  return isLong(known) ? { ...choice, remedy: `Words that can stand here: ${known.join(', ')}.` } : choice
}

function unknownKey(key: string, path: Path, schema: z.ZodType): Complaint {
  const known = keysAt(schema, path)
  const remedy = `Keys that can stand here: ${known.join(', ')}.`
  const details = { part: 'key', known, word: key, remedy } as const
  return { path: [...path, key], message: `unknown key "${key}"`, details, prune: [...path, key] }
}

function badKey(issue: Issue, path: Path): Complaint {
  return { path, message: describeIssue(issue, path.at(-1)), details: { part: 'key' }, prune: path }
}

function missing(path: Path): Complaint {
  const holder = path.slice(0, -1)
  const message = `"${path.at(-1)}" is missing`
  return { path: holder, message, details: { part: 'key' }, prune: holder, missing: path }
}

/** Of a union's branches, those that got beyond the type of the value itself are the ones that were meant. */
function complainOfUnion(
  branches: readonly (readonly Issue[])[],
  path: Path,
  schema: z.ZodType,
  data: unknown,
): Complaint[] {
  const found = path.reduce(childOf, data)
  if (found === undefined) return [missing(path)]
  const meant = branches
    .filter((issues) => issues.every((issue) => typeWanted(issue, found) === undefined))
    .toSorted((a, b) => a.length - b.length)
  if (meant[0]) return meant[0].flatMap((issue) => complain(issue, path, schema, data))
  const types = branches.flatMap((issues) => issues.flatMap((issue) => typeWanted(issue, found) ?? []))
  const message = `expected ${oneOf([...new Set(types)])}, found ${describe(found)}`
  return [{ path, message, details: {}, prune: path }]
}

/** What the value itself should have been, if it is of the wrong type altogether; a word is no map and no list. */
function typeWanted(issue: Issue, found: unknown): string | undefined {
  if (issue.path.length > 0) return undefined
  if (issue.code === 'invalid_type') return nameOf(issue.expected)
  const isStructure = typeof found === 'object' && found !== null
  return issue.code === 'invalid_value' && isStructure ? alternatives(issue.values.map(String)) : undefined
}

function childOf(data: unknown, step: string | number): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, step)
    ? Reflect.get(data, step)
    : undefined
}
