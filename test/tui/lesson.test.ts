import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listLabs } from '../../src/lab/index.ts'
import { lessonLines } from '../../src/tui/lesson/lesson.ts'
import { paintFor } from '../../src/tui/view/paint.ts'
import { widthOf } from '../../src/tui/view/text.ts'
import { plain } from './support.ts'

const lines = (markdown: string, width = 40) => lessonLines(markdown, width, plain)

describe('a lesson', () => {
  test('has its paragraphs wrapped, whatever lines they are written in', () => {
    expect(lines('One two\nthree four five six seven.\n\nEight.', 20)).toEqual([
      'One two three four',
      'five six seven.',
      '',
      'Eight.',
    ])
  })

  test('has code, strong and linked text without its marks', () => {
    expect(lines('Set `arp_ignore` to **1**, see [RFC 826](https://x).')).toEqual([
      'Set arp_ignore to 1, see RFC 826.',
    ])
    const painted = lessonLines('`a` **b**', 40, (style, text) => `<${style} ${text}>`)
    expect(painted).toEqual(['<cyan a> <bold b>'])
  })

  test('has lists with their later lines below the first', () => {
    expect(lines('- one two three\n- four', 10)).toEqual(['• one two', '  three', '• four'])
  })

  test('has tables that fit, cells wrapped', () => {
    expect(lines('| a | words |\n|---|---|\n| `x` | one two three four five six |', 24)).toEqual([
      'a  words',
      '─  ─────────────────────',
      'x  one two three four',
      '   five six',
    ])
  })

  test('leaves comments out and code blocks as they are', () => {
    expect(lines('<!-- packets: web -->\n```\na  b\n```\nafter')).toEqual(['  a  b', '', 'after'])
  })

  test('keeps what stands out without colour', () => {
    const [line = ''] = lessonLines('**b** `c`', 40, paintFor(false))
    expect(line).toBe('\u001b[1mb\u001b[22m c')
  })
})

describe.each(listLabs())('the lesson of $name', ({ file }) => {
  const markdown = readFileSync(join(dirname(file), 'README.md'), 'utf8')

  test.each([50, 78, 118])('fits %i columns', (width) => {
    expect(lines(markdown, width).filter((line) => widthOf(line) > width)).toEqual([])
  })

  test('loses no word of its prose', () => {
    const prose = markdown.split('\n').filter((line) => /^[A-Z][\w ]+$/.test(line))
    const shown = lines(markdown, 1000).join('\n')
    expect(prose.filter((line) => !shown.includes(line))).toEqual([])
  })
})
