import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exitStatuses } from '../../src/cli/exit.ts'
import { CAUSES, DR_EXPECTATIONS } from '../../src/lab/vocabulary.ts'

const text = readFileSync(new URL('../../docs/output.md', import.meta.url), 'utf8')

test.each([...DR_EXPECTATIONS, ...Object.keys(CAUSES), 'capture-lost', 'unknown'])(
  'docs/output.md explains %s',
  (id) => {
    expect(text).toMatch(new RegExp(`^\\| \`${id}\` \\| .{10,}`, 'm'))
  },
)

test.each(Object.values(exitStatuses))('docs/output.md has exit status $status', ({ status, meaning }) => {
  expect(text.replaceAll('`', '')).toContain(`| ${status} | ${meaning} |`)
})

test('it tells of no verdict or cause that does not exist', () => {
  const told = [...text.matchAll(/^\| `([a-z-]+(?:\/[a-z-]+)?)` \|/gm)].map(([, id]) => id)
  const known = [...DR_EXPECTATIONS, ...Object.keys(CAUSES), 'capture-lost', 'unknown', 'spread']
  expect(told.filter((id) => !known.includes(id as never))).toEqual([])
})
