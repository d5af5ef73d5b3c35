import type { z } from 'zod'
import type { Pointed } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { keysAt } from './keys.ts'

/** A schema's issue in the words of this program, and what to leave out because of it. */
export interface Complaint {
  readonly path: Path
  readonly message: string
  readonly details: Pointed
  readonly prune: Path
}

type Issue = z.core.$ZodIssue

/** @param data what was checked, to say what was found */
export function complaintsOf(issues: readonly Issue[], schema: z.ZodType, data: unknown): Complaint[] {
  return issues.flatMap((issue) => complain(issue, [], schema, data))
}

function complain(issue: Issue, base: Path, schema: z.ZodType, data: unknown): Complaint[] {
  const path = [...base, ...(issue.path as Path)]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema))
  if (issue.code === 'invalid_union') return complainOfUnion(issue.errors, path, schema, data)
  const found = path.reduce(childOf, data)
  if (found === undefined) return [missing(path)]
  const details =
    issue.code === 'invalid_value' ? { known: issue.values.map(String), word: String(found) } : {}
  return [{ path, message: describeIssue(issue, found), details, prune: path }]
}

function unknownKey(key: string, path: Path, schema: z.ZodType): Complaint {
  const known = keysAt(schema, path)
  const remedy = `Keys that can stand here: ${known.join(', ')}.`
  const details = { part: 'key', known, word: key, remedy } as const
  return { path: [...path, key], message: `unknown key "${key}"`, details, prune: [...path, key] }
}

function missing(path: Path): Complaint {
  const holder = path.slice(0, -1)
  return { path: holder, message: `"${path.at(-1)}" is missing`, details: { part: 'key' }, prune: holder }
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
    .filter((issues) => !issues.some(isOfWrongType))
    .toSorted((a, b) => a.length - b.length)
  if (meant[0]) return meant[0].flatMap((issue) => complain(issue, path, schema, data))
  const types = branches.flatMap((issues) =>
    issues.filter(isOfWrongType).map(({ expected }) => nameOf(expected)),
  )
  const message = `expected ${[...new Set(types)].join(' or ')}, found ${describe(found)}`
  return [{ path, message, details: {}, prune: path }]
}

function isOfWrongType(issue: Issue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === 'invalid_type' && issue.path.length === 0
}

function describeIssue(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${nameOf(issue.expected)}, found ${describe(found)}`
    case 'invalid_value':
      return `expected ${issue.values.map((one) => `"${String(one)}"`).join(' or ')}, found ${describe(found)}`
    case 'too_small':
      return `${amount(issue.origin)} is at least ${issue.minimum}, found ${measure(found)}`
    case 'too_big':
      return `${amount(issue.origin)} is at most ${issue.maximum}, found ${measure(found)}`
    default:
      return `expected ${issue.message}, found ${describe(found)}`
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function nameOf(expected: string): string {
  return TYPE_NAMES[expected] ?? expected
}

function describe(found: unknown): string {
  if (found === null) return 'nothing'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'object') return 'a map'
  if (typeof found === 'string') return `"${found.length > 40 ? `${found.slice(0, 39)}…` : found}"`
  return `${typeof found === 'number' ? 'the number ' : ''}${found}`
}

function amount(origin: string): string {
  if (origin === 'array') return 'the number of items'
  return origin === 'string' ? 'the length of this text' : 'this'
}

function measure(found: unknown): string {
  if (typeof found === 'string' || Array.isArray(found)) return `${found.length}`
  return `${found}`
}

function childOf(data: unknown, step: string | number): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, step) : undefined
}
