import { expect, test } from 'vitest'
import { examine } from '../../src/keepalived/index.ts'
import { keepalivedLines } from '../../src/report/keepalived.ts'
import { plainExamined } from '../../src/report/keepalived-json.ts'
import { plain } from '../../src/report/paint.ts'

const PAIR = 'test/report/pages/keepalived.conf'

/** One file with conditions for two directors, and something of everything. */
function pair() {
  const result = examine(['lb1', 'lb2'].map((id) => ({ file: PAIR, id })))
  return result.ok ? result : expect.fail(result.errors.map(({ message }) => message).join())
}

test.each([80, 120])('two directors on %i columns', async (width) => {
  const lines = keepalivedLines(pair(), { width, paint: plain, all: false })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`pages/keepalived.${width}.txt`)
})

test('as data, with places as lines and columns, and without passwords', () => {
  const data = JSON.parse(JSON.stringify(plainExamined(pair())))
  expect(data).toMatchObject({
    directors: [
      {
        id: 'lb1',
        instances: [{ name: 'VI_1', routerId: 51, priority: 150, place: { line: 8, column: 1 } }],
      },
      { id: 'lb2', instances: [{ priority: 100 }] },
    ],
    findings: expect.arrayContaining([
      expect.objectContaining({ id: 'method-unknown', place: { file: PAIR, line: 35, column: 3 } }),
    ]),
  })
  expect(JSON.stringify(data)).not.toContain('secret')
})
