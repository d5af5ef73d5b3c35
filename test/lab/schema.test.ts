import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { listLabs } from '../../src/lab/find.ts'
import { labJsonSchema } from '../../src/lab/json-schema.ts'

const BROKEN = join(import.meta.dirname, '../broken')
const schema = labJsonSchema()
const check = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])

type Schema = { readonly [key: string]: unknown; readonly properties?: Record<string, Schema> }

/** Paths of all keys that have no description, neither of their own nor inside an alternative. */
function undescribed(one: Schema, path: string): string[] {
  const children = Object.entries(one.properties ?? {}).flatMap(([key, child]) => [
    ...(child.description ? [] : [`${path}.${key}`]),
    ...undescribed(child, `${path}.${key}`),
  ])
  const inner = [one.items, one.additionalProperties, ...((one.anyOf as unknown[]) ?? [])]
  const objects = inner.filter((child): child is Schema => typeof child === 'object' && child !== null)
  return [...children, ...objects.flatMap((child) => undescribed(child, path))]
}

describe('JSON Schema', () => {
  test('describes every key', () => expect(undescribed(schema as Schema, '')).toEqual([]))

  test.each(listLabs())('takes $name', ({ file }) => {
    expect(check.safeParse(parse(readFileSync(file, 'utf8'))).error?.issues).toBeUndefined()
  })

  const shapes = readdirSync(BROKEN).filter((name) =>
    /^(unknown-key|missing-|times-|title-wrong|fault-without)/.test(name),
  )
  test.each(shapes.filter((name) => name.endsWith('.yaml')))('refuses %s', (name) => {
    expect(check.safeParse(parse(readFileSync(join(BROKEN, name), 'utf8'))).success).toBe(false)
  })

  test('lets a variable stand for a number', () => {
    const lab = parse(readFileSync(listLabs().find(({ name }) => name === 'dr')?.file ?? '', 'utf8'))
    lab.nodes.rs.replicas = `\${count}`
    expect(check.safeParse(lab).success).toBe(true)
    lab.nodes.rs.replicas = 'many'
    expect(check.safeParse(lab).success).toBe(false)
  })
})
