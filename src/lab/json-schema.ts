import { z } from 'zod'
import { labSchema } from './file/schema.ts'

/** `${name}` may stand where a number or one of a few words is wanted. */
const REFERENCE = { type: 'string', pattern: '^\\$\\{[a-z][a-z0-9_]*\\}$' } as const

/**
 * JSON Schema (draft 2020-12) of lab.yaml, for editors. It knows shape, not meaning: `lvslab validate` finds
 * what it cannot.
 */
export function labJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(labSchema, {
    io: 'input',
    override: ({ jsonSchema }) => allowReference(jsonSchema),
  })
}

function allowReference(schema: z.core.JSONSchema.BaseSchema): void {
  const strict = schema.enum ?? (schema.type === 'integer' || schema.type === 'number')
  if (!strict) return
  const { description, ...own } = schema
  for (const key of Object.keys(own)) delete schema[key]
  schema.anyOf = [own, REFERENCE]
  if (description !== undefined) schema.description = description
}
