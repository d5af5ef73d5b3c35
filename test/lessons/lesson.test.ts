import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { asked, differences, withTables } from '../../scripts/lessons.d/lesson.ts'
import { lessonOf } from '../../scripts/lessons.d/paths.ts'
import type { Taught } from '../../scripts/lessons.d/run.ts'
import { judge } from '../../src/verdict/judge.ts'
import { viewOf } from '../../src/verdict/view.ts'
import { labOf } from '../support/dr-lab.ts'
import type { EvidenceBuilder } from '../support/evidence.ts'
import { arpIgnoreOff, healthy } from '../support/scenarios.ts'

async function taught(run: EvidenceBuilder): Promise<Taught> {
  const lab = labOf(run.cast)
  const verdicts = await judge(lab, run.evidence())
  return { ...viewOf(lab, run.evidence()), verdicts }
}

const EMPTY = `# A lesson
<!-- packets: web -->
<!-- end -->
The rest.
`

describe('a table of packets', () => {
  test('is written between its marks', async () => {
    const lesson = withTables(EMPTY, await taught(healthy()))
    expect(lesson).toBe(`# A lesson
<!-- packets: web -->
| step | packet | on the wire | TTL | changed | why |
|---|---|---|---|---|---|
| 1 | ARP | \`client:ff/who-has VIP tell CIP\` | | | |
| 2 | ARP | \`director:client/VIP is-at director\` | | | |
| 3 | SYN | \`client:director/CIP:VIP\` | 64 | | |
| 4 | ARP | \`director:ff/who-has RIP tell DIP\` | | | |
| 5 | ARP | \`rs:director/RIP is-at rs\` | | | |
| 6 | | \`director:rs/CIP:VIP\` | 63 | | |
| 7 | ARP | \`rs:ff/who-has CIP tell RIP\` | | | |
| 8 | ARP | \`client:rs/CIP is-at client\` | | | |
| 9 | SYN-ACK | \`rs:client/VIP:CIP\` | 64 | | |
| 10 | ACK | the way of the SYN | | | |
<!-- end -->
The rest.
`)
  })

  test('keeps the reasons that people wrote, beside the rows that they are about', async () => {
    const view = await taught(healthy())
    const reason = 'the VIP is of its subnet'
    const told = withTables(EMPTY, view).replace('tell CIP` | | | |', `tell CIP\` | | | ${reason} |`)
    expect(withTables(told, view)).toBe(told)
    const moved = told.split('\n').filter((line) => !/^\| [2-5] /.test(line))
    expect(withTables(moved.join('\n'), view)).toBe(told)
  })

  test('of one real server shows the first exchange that went to it', async () => {
    const run = healthy()
    const lesson = withTables(EMPTY.replace('web', 'web to rs1'), await taught(run))
    expect(lesson).toContain('`director:rs/CIP:VIP`')
    await expect(async () =>
      withTables(EMPTY.replace('web', 'web to rs9'), await taught(run)),
    ).rejects.toThrow('no exchange was captured of web to rs9')
  })
})

describe('what differs', () => {
  test('nothing, if the lesson was made from such a run', async () => {
    const lesson = withTables(EMPTY, await taught(healthy()))
    expect(differences(lesson, await taught(healthy()))).toEqual([])
  })

  test('rows that were told and not seen, and rows that were seen and not told', async () => {
    const view = await taught(healthy())
    const lesson = withTables(EMPTY, view).replace('| 63 |', '| 64 |')
    expect(differences(lesson, view)).toEqual([
      '- | `director:rs/CIP:VIP` | 64 |',
      '+ | `director:rs/CIP:VIP` | 63 |',
    ])
  })

  test('the order of rows', async () => {
    const view = await taught(healthy())
    const lines = withTables(EMPTY, view).split('\n')
    const swapped = lines
      .with(4, lines[5] ?? '')
      .with(5, lines[4] ?? '')
      .join('\n')
    expect(differences(swapped, view)).toEqual(['rows of packets: web are in another order'])
  })

  test('a table that is empty', async () => {
    expect(differences(EMPTY, await taught(healthy()))).toHaveLength(10)
  })
})

test('a table of verdicts puts together what was observed alike', async () => {
  const lesson = withTables(EMPTY.replace('packets: web', 'verdicts: dr'), await taught(arpIgnoreOff()))
  expect(lesson).toContain('| observed | set | why |')
  await expect(async () =>
    withTables(EMPTY.replace('packets: web', 'verdicts: none'), await taught(healthy())),
  ).rejects.toThrow("no verdict's id begins with none/")
})

test('the lesson of direct routing has a table', () => {
  expect(asked(readFileSync(lessonOf('dr'), 'utf8')).map(({ subject }) => subject)).toEqual(['web'])
})
