import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listLabs } from '../../src/lab/index.ts'
import type { Size } from '../../src/tui/model/types.ts'
import { widthOf } from '../../src/tui/view/text.ts'
import { labOf, recordedView, SIZES, SMALL, User } from './support.ts'

const labs = listLabs().map(({ name, file, title = '', faults, variants, errors }) => ({
  ...{ name, file },
  read: { title, errors, changes: [...faults, ...variants] },
}))

const opened = (name: string, size: Size) => {
  const lab = labOf(name)
  const lesson = readFileSync(join(dirname(lab.file), 'README.md'), 'utf8')
  return new User(size).send({ type: 'lab-opened', lab, lesson })
}
const ran = (name: Parameters<typeof recordedView>[0], size: Size) =>
  new User(size).send({ type: 'run-opened', id: '/run', view: recordedView(name) })

const screens: Readonly<Record<string, (size: Size) => User>> = {
  labs: (size) => new User(size).send(...labs.map((entry) => ({ type: 'lab-listed', entry }) as const)),
  'wide-characters': (size) =>
    new User(size).send({
      type: 'lab-listed',
      entry: { name: '负载', file: '/f', read: { title: '负载均衡'.repeat(40), changes: [], errors: [] } },
    }),
  lesson: (size) => opened('dr', size),
  topology: (size) => opened('keepalived-tun', size).press('2'),
  changes: (size) => opened('dr', size).press('3', 'down'),
  steps: (size) => ran('dr', size).press('1'),
  verdicts: (size) => ran('arp-announce-off', size),
  packets: (size) => ran('tun', size).press('3', ']', 'n', 'n'),
  tables: (size) => ran('dr', size).press('4', 'n'),
  help: (size) => ran('dr', size).press('?'),
}

describe.each(Object.entries(screens))('%s', (name, open) => {
  test.each(SIZES)('fills $columns×$rows and not more', (size) => {
    const lines = open(size).text.split('\n')
    expect(lines.length).toBe(size.rows)
    expect(lines.filter((line) => widthOf(line.trimEnd()) > size.columns)).toEqual([])
  })

  test('as reviewed at 80×24', async () => {
    const text = open(SMALL)
      .text.split('\n')
      .map((line) => line.trimEnd())
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`pages/${name}.txt`)
  })

  test('breaks on no terminal, however small', () => {
    for (const size of [
      { columns: 20, rows: 5 },
      { columns: 1, rows: 1 },
    ])
      expect(open(size).text).toBeTypeOf('string')
  })
})
