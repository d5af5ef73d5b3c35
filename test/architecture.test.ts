import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'src')

interface Import {
  /** Paths below src. */
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

/** What a folder may import, by name; `type` where only types may be. */
type Permissions = ReadonlyMap<string, 'type' | 'value'>

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm
const CALL = /\bimport\(\s*'([^']+)'/g

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.tsx?$/.test(name),
)
const imports = files.flatMap(importsOf)
const table = tableOf(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'))

function importsOf(from: string): Import[] {
  const text = readFileSync(join(SOURCE, from), 'utf8')
  const statements = [...text.matchAll(STATEMENT)].map(([, type, path = '']) => ({
    path,
    typeOnly: Boolean(type),
  }))
  const calls = [...text.matchAll(CALL)].map(([, path = '']) => ({ path, typeOnly: false }))
  return [...statements, ...calls]
    .filter(({ path }) => path.startsWith('.'))
    .map(({ path, typeOnly }) => ({
      from,
      to: relative(SOURCE, join(SOURCE, dirname(from), path)),
      typeOnly,
    }))
}

/** The rows of "The rooms": what is in the last column is allowed, and nothing else. */
function tableOf(page: string): ReadonlyMap<string, Permissions> {
  const rows = [...page.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)]
  const table = new Map<string, Permissions>()
  for (const [, folder = '', text = ''] of rows) table.set(folder, permissionsOf(text, [...table.keys()]))
  return table
}

function permissionsOf(text: string, above: readonly string[]): Permissions {
  const [everything, but] = text.split('everything above but')
  if (but !== undefined) {
    const not = [...but.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    return new Map(above.filter((name) => !not.includes(name)).map((name) => [name, 'value']))
  }
  const names = [...(everything ?? '').matchAll(/(\w+)( \(types\))?(?:,|\s*$)/g)]
  return new Map(names.map(([, name = '', types]) => [name, types ? 'type' : 'value']))
}

const folderOf = (path: string): string => path.split('/')[0] ?? ''

const between = imports.filter(({ from, to }) => folderOf(from) !== folderOf(to) && !to.startsWith('..'))

describe('the rooms of docs/architecture.md', () => {
  test('are the folders of src', () => {
    expect([...table.keys()].toSorted()).toEqual([...new Set(files.map(folderOf))].toSorted())
  })

  test('import only what the table allows, types too', () => {
    const forbidden = between.filter(({ from, to, typeOnly }) => {
      const permission = table.get(folderOf(from))?.get(folderOf(to))
      return permission === undefined || (permission === 'type' && !typeOnly)
    })
    expect(forbidden.map(describeImport)).toEqual([])
  })

  test('are allowed no more than they need', () => {
    const used = new Set(between.map(({ from, to }) => `${folderOf(from)} ${folderOf(to)}`))
    const allowed = [...table].flatMap(([from, permissions]) =>
      [...permissions.keys()].map((to) => `${from} ${to}`),
    )
    const listed = allowed.filter((pair) => !/^(run|cli) /.test(pair))
    expect(listed.filter((pair) => !used.has(pair))).toEqual([])
  })
})

describe('whatever the table says', () => {
  const importersOf = (folder: string) => {
    const all = between.filter(({ to }) => folderOf(to) === folder).map(({ from }) => folderOf(from))
    return [...new Set(all)]
  }

  test('the engine is started as a program, and nobody imports it', () => {
    expect(importersOf('engine')).toEqual([])
    expect(importersOf('world')).toEqual(['engine'])
  })

  test('wire and text stand on nothing', () => {
    expect(
      between.filter(({ from }) => ['wire', 'text'].includes(folderOf(from))).map(describeImport),
    ).toEqual([])
  })

  test('nothing stands on the command line', () => expect(importersOf('cli')).toEqual([]))

  test('the source imports nothing beside it but package.json', () => {
    const outside = imports.filter(({ to }) => to.startsWith('..')).map(({ to }) => to)
    expect([...new Set(outside)]).toEqual(['../package.json'])
  })

  test('every import leads to a file', () => {
    const known = new Set([...files, '../package.json'])
    expect(imports.filter(({ to }) => !known.has(to)).map(describeImport)).toEqual([])
  })

  test('no file imports itself, through however many others', () => expect(cycles()).toEqual([]))
})

function describeImport({ from, to, typeOnly }: Import): string {
  return `${from} imports ${typeOnly ? 'types of ' : ''}${to}`
}

/** Files that can be reached from themselves, each with one way back. */
function cycles(): string[] {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file) || way.includes(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}
