import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '../src')

/** Which folder of src may import from which others, types included. Nothing else may. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  lab: [],
  plan: ['lab'],
  protocol: ['lab', 'plan', 'verdict'],
  world: ['lab', 'plan', 'protocol', 'verdict'],
  engine: ['protocol', 'world'],
  journey: ['wire', 'lab'],
  verdict: ['journey', 'lab', 'wire'],
  evidence: ['lab', 'protocol', 'verdict', 'wire'],
  events: ['journey', 'verdict'],
  setup: ['events'],
  kernel: ['events', 'lab', 'protocol', 'setup'],
  run: ['events', 'evidence', 'journey', 'kernel', 'lab', 'plan', 'protocol', 'verdict', 'wire'],
  report: ['events', 'journey', 'lab', 'verdict'],
  cli: ['events', 'kernel', 'lab', 'plan', 'protocol', 'report', 'run', 'setup', 'verdict'],
}

/** File, relative to src → files that it imports, in any way. */
let imports: Map<string, string[]>

beforeAll(async () => {
  imports = new Map()
  for await (const file of glob('**/*.ts', { cwd: SOURCE })) imports.set(file, importsOf(file))
})

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8')
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)
  return Array.from(found, ([, target = '']) => normalize(join(dirname(file), target)))
}

const folderOf = (file: string): string => file.split('/')[0] ?? ''

describe('the house', () => {
  it('has the rooms that the table knows, and no others', () => {
    expect([...new Set([...imports.keys()].map(folderOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  it('is read: most files import others', () => {
    expect([...imports.values()].filter((targets) => targets.length > 0).length).toBeGreaterThan(
      imports.size / 2,
    )
  })

  it('has imports in the allowed directions only', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => folderOf(target) !== folderOf(file))
        .filter((target) => !MAY_IMPORT[folderOf(file)]?.includes(folderOf(target)))
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no cycle between files', () => {
    expect(cycle()).toEqual([])
  })

  it('has every room in the document', () => {
    const document = readFileSync(join(SOURCE, '../docs/architecture.md'), 'utf8')
    const rows = [...document.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })
})

/** The first way from a file back to itself; empty where there is none. */
function cycle(): string[] {
  const done = new Set<string>()
  const walk = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return []
    for (const target of imports.get(file) ?? []) {
      const found = walk(target, [...way, file])
      if (found.length > 0) return found
    }
    done.add(file)
    return []
  }
  for (const file of imports.keys()) {
    const found = walk(file, [])
    if (found.length > 0) return found
  }
  return []
}
