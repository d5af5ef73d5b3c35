import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitStatuses } from '../../src/cli/exit.ts'
import { CAUSES } from '../../src/lab/causes.ts'
import { MODE_PROMISES, type ModeName, promisesOf } from '../../src/lab/vocabulary.ts'

const text = readFileSync(new URL('../../docs/output.md', import.meta.url), 'utf8')

const MODES = Object.keys(MODE_PROMISES) as ModeName[]

test.each([...Object.keys(CAUSES), 'capture-lost', 'unknown'])('docs/output.md explains %s', (id) => {
  expect(text).toMatch(new RegExp(`^\\| \`${id}\` \\| .{10,}`, 'm'))
})

test.each(MODES)('docs/output.md explains every promise of %s, and no other', (mode) => {
  const told = promisesTold().flatMap(({ name, modes }) => (modes.includes(mode) ? [name] : []))
  expect(told).toEqual(promisesOf(mode))
})

/** Rows of the table of promises; a row without a name goes on with the one above. */
function promisesTold(): { readonly name: string; readonly modes: readonly string[] }[] {
  const [, section = ''] = text.split(/### What a mode promises|### Other ids/)
  let last = ''
  return [...section.matchAll(/^\| (?:`([a-z-]+)` )?\| ([a-z, ]+) \| .{10,} \| .{5,} \|$/gm)].map(
    ([, name, modes = '']) => {
      last = name ?? last
      return { name: last, modes: modes === 'all' ? MODES : modes.split(', ') }
    },
  )
}

test.each(Object.values(exitStatuses))('docs/output.md has exit status $status', ({ status, meaning }) => {
  expect(text.replaceAll('`', '')).toContain(`| ${status} | ${meaning} |`)
})

test('it tells of no verdict or cause that does not exist', () => {
  const told = [...text.matchAll(/^\| `([a-z-]+(?:\/[a-z-]+)?)` \|/gm)].map(([, id]) => id)
  const promises = MODES.flatMap((mode) => promisesOf(mode))
  const known = [...promises, ...Object.keys(CAUSES), 'capture-lost', 'unknown', 'spread']
  expect(told.filter((id) => !known.includes(id as never))).toEqual([])
})
