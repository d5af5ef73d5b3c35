import { describe, expect, test } from 'vitest'
import type { Size } from '../../src/tui/model/types.ts'
import { widthOf } from '../../src/tui/view/text.ts'
import { labOf, recordedView, SIZES, SMALL, User } from './support.ts'

const dr = labOf('dr')

/** Screens as reviewed do not hang on what is said in labs, which grow. */
const labs = Array.from({ length: 30 }, (_, index) => ({
  ...{ name: `lab-${index + 1}`, file: `/labs/${index}` },
  read: {
    title: `The ${index + 1}th lab, with a title ${'that is long '.repeat(index)}`,
    changes: dr.changes.slice(0, index),
    errors: [],
  },
}))
const LESSON = `# A lesson

Real servers answer \`arp_ignore\`, the director does **not**.

| step | packet | on the wire | why |
|---|---|---|---|
| 1 | ARP | \`client:ff/who-has VIP tell CIP\` | the VIP is of its subnet, so no gateway |

- \`lvslab run dr\`: look at the journeys, hop by hop, and compare what each of them changes with the table.
- Then break it.
`

const opened = (name: string, size: Size) => {
  const lab = labOf(name)
  return new User(size).send({
    type: 'lab-opened',
    lab: { ...lab, changes: lab.changes.slice(0, 5) },
    lesson: LESSON,
  })
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
