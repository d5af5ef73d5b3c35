import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const SCHEMA = join(import.meta.dirname, '../../../docs/result.schema.json')

const documented = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')))

/** Where a result.json is not as docs/result.schema.json says, one line each. */
export function departures(result: unknown): string[] {
  const parsed = documented.safeParse(result)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}
