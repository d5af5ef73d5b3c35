import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { asked } from '../../scripts/lessons.d/lesson.ts'
import { lessonOf } from '../../scripts/lessons.d/paths.ts'
import { tableIn } from '../../scripts/lessons.d/table.ts'
import { listLabs } from '../../src/lab/find.ts'

/** Labs of programs that Debian does not have: their lessons have nothing that was measured. */
const NOT_IN_DEBIAN = ['pound', 'proxysql']

describe.each(listLabs())('the lesson of $name', ({ name, file }) => {
  const lesson = () => readFileSync(lessonOf(name), 'utf8')

  test.skipIf(NOT_IN_DEBIAN.includes(name))('has measured tables', () => {
    const tables = asked(lesson()).map(({ text }) => tableIn(text).rows.length)
    expect(tables.length).toBeGreaterThan(0)
    expect(tables.filter((rows) => rows === 0)).toEqual([])
  })

  test('says what happens, what to look at, and what is often told wrong', () => {
    const titles = [...lesson().matchAll(/^## (.*)$/gm)].map(([, title]) => title)
    expect(titles).toEqual(
      expect.arrayContaining([
        'What happens to a packet',
        'What to look at',
        'What popular accounts get wrong',
      ]),
    )
  })

  test('names every fault', () => {
    const { faults = {} } = parse(readFileSync(file, 'utf8'))
    const isNamed = (fault: string) => new RegExp(`(?<![\\w-])${fault}(?![\\w-])`).test(lesson())
    expect(Object.keys(faults).filter((fault) => !isNamed(fault))).toEqual([])
  })
})
