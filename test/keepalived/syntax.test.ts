// biome-ignore-all lint/suspicious/noTemplateCurlyInString: keepalived writes its references like this.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examine } from '../../src/keepalived/index.ts'
import { Notes } from '../../src/keepalived/notes.ts'
import { LineReader } from '../../src/keepalived/syntax/read-lines.ts'
import { type Statement, statementsOf } from '../../src/keepalived/syntax/statements.ts'
import { examined, folderWith, HEALTHY, inShort } from './support.ts'

/** Lines after comments, conditions, definitions and references, and what was found meanwhile. */
function read(text: string, id = '', path = 'test.conf') {
  const notes = new Notes()
  const lines = [...new LineReader(id, notes).read({ path, text })]
  return { lines: lines.map((line) => line.text), found: notes.findings.map(inShort), all: lines }
}

describe('comments and quotes', () => {
  test.each([
    ['a b # c', 'a b'],
    ['a ! c', 'a'],
    ['a "# b" ! c', 'a "# b"'],
    ['a \\# b', 'a # b'],
    ['\ta\t', 'a'],
    ['a\r', 'a'],
  ])('%j is %j', (text, line) => expect(read(text)).toMatchObject({ lines: [line], found: [] }))

  test('a quotation mark that is never closed', () =>
    expect(read('script "a b').found).toEqual(['quote 1: "a b']))
})

describe('definitions, as in keepalived.conf(5)', () => {
  test('are replaced where they are used', () => {
    const text = [
      '$ADDRESS_BASE=10.2.${ADDRESS_BASE_SUB}',
      '$ADDRESS_BASE_SUB=0',
      '${ADDRESS_BASE}.100/32',
      '$ADDRESS_BASE_SUB=10',
      '${ADDRESS_BASE}.100/32',
    ]
    expect(read(text.join('\n')).lines).toEqual(['10.2.0.100/32', '10.2.10.100/32'])
  })

  test('work with conditions', () => {
    const text =
      '@main $PRIORITY=240\n@backup $PRIORITY=200\npriority $PRIORITY\n@^main quiet\n$IF=@main\n$IF loud'
    expect(read(text, 'main').lines).toEqual(['priority 240', 'loud'])
    expect(read(text, 'backup').lines).toEqual(['priority 200', 'quiet'])
    expect(read(text).lines).toEqual(['priority $PRIORITY', 'quiet'])
  })

  test('of several lines keep the places at which they were written', () => {
    const text = '$I= \\\nvrrp_instance VI_${NUM} { \\\ninterface eth0.${NUM} \\\n}\n$NUM=0\n$I\n$NUM=1\n$I\n'
    const { lines, all } = read(text)
    const one = (number: number) => [`vrrp_instance VI_${number} {`, `interface eth0.${number}`, '}']
    expect(lines).toEqual([...one(0), ...one(1)])
    expect(all.map(({ source, starts }) => source.text.slice(0, starts[0]).split('\n').length)).toEqual([
      2, 3, 4, 2, 3, 4,
    ])
  })

  test('of several lines may define others and hold each other', () => {
    const text = '$RS= \\\nreal_server 10.0.0.${N} 80 { \\\n}\n$VS= \\\n$N=1 \\\n$RS \\\n$N=2 \\\n$RS\n$VS'
    expect(read(text).lines).toEqual(['real_server 10.0.0.1 80 {', '}', 'real_server 10.0.0.2 80 {', '}'])
  })

  test('that nobody made stay as they are', () => expect(read('a $B "${C}"').lines).toEqual(['a $B "${C}"']))

  test('some are there from the start', () =>
    expect(read('a "${_HASH} ${_BANG}" ${_INSTANCE} ${_PWD}', 'lb1', '/etc/k/a.conf').lines).toEqual([
      'a "# !" lb1 /etc/k',
    ]))

  test('that refer to themselves end', () => {
    expect(read('$A=x $A\n$A').found).toEqual(['definition 2: $A'])
  })

  test('sequences are said not to be read', () =>
    expect(read('~SEQ(N, 1, 3) 10.0.0.${N}').found).toEqual(['not-understood 1: ~SEQ(N, 1, 3) 10.0.0.${N}']))

  test('too many lines are not read', () => {
    const text = '$A= \\\nx \\\nx \\\nx \\\nx \\\nx \\\nx \\\nx \\\nx \\\nx\n'
    const nest = 'BCDEF'
      .split('')
      .map((name, index) => `$${name}=${Array(10).fill(` \\\n$${'ABCDE'[index]}`).join('')}\n`)
    expect(read(`${text}${nest.join('')}$F`).found).toEqual([expect.stringMatching(/^too-long/)])
  })
})

describe('includes', () => {
  const main = 'global_defs {\n}\ninclude conf.d/*.conf\n'

  test('are read in order, relative to the file that holds them', () => {
    const folder = folderWith({ 'main.conf': main, 'last.conf': 'virtual_server_group z {\n}\n' })
    mkdirSync(join(folder, 'conf.d'))
    writeFileSync(join(folder, 'conf.d/b.conf'), 'vrrp_script b {\n}\ninclude ../last.conf\n')
    writeFileSync(join(folder, 'conf.d/a.conf'), 'vrrp_script a {\n  script "/bin/a"\n')
    const result = examine([{ file: join(folder, 'main.conf'), id: '' }])
    if (!result.ok) return expect.fail()
    const paths = result.directors[0]?.sources.map(({ path }) => path.slice(folder.length + 1))
    expect(paths).toEqual(['main.conf', 'conf.d/a.conf', 'conf.d/b.conf', 'last.conf'])
    expect(
      result.findings.map(({ id, place }) => `${place?.source.path.slice(folder.length + 1)} ${id}`),
    ).toContain('conf.d/a.conf brace')
  })

  test.each([
    ['of a file that is not there', 'include gone.conf', 'include 1: include gone.conf'],
    ['of itself', 'include a.conf', 'include 1: include a.conf'],
    ['behind a condition', '@^x include a.conf', 'include 1: include a.conf'],
  ])('%s is a finding', (_, text, found) => expect(examined([text]).findings.map(inShort)).toContain(found))

  test('of a folder is a finding', () => {
    const folder = folderWith({ 'a.conf': 'include conf*d\n' })
    mkdirSync(join(folder, 'conf.d'))
    const result = examine([{ file: join(folder, 'a.conf'), id: '' }])
    expect(result.ok && result.findings.map(inShort)).toEqual(['include 1: include conf*d'])
  })

  test('of a file in a folder whose name looks like a pattern', () => {
    const folder = join(folderWith({}), '[x]')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.conf'), 'include b.conf\n')
    writeFileSync(join(folder, 'b.conf'), HEALTHY)
    const result = examine([{ file: join(folder, 'a.conf'), id: '' }])
    expect(result.ok && result.findings.map(inShort)).toEqual([])
  })

  test('of a link to nothing, and of what is no text, are findings', () => {
    const folder = folderWith({ 'a.conf': 'include *.inc\n', 'c.inc': 'a\0b' })
    symlinkSync('gone', join(folder, 'b.inc'))
    const result = examine([{ file: join(folder, 'a.conf'), id: '' }])
    expect(result.ok && result.findings.map(({ message }) => message.slice(folder.length + 1))).toEqual([
      'b.inc is a link to nothing, so it is left out',
      'c.inc: not a text',
    ])
  })

  test('of each other are told with the way around', () => {
    const folder = folderWith({ 'a.conf': 'include b.inc\n', 'b.inc': 'include a.conf\n' })
    const result = examine([{ file: join(folder, 'a.conf'), id: '' }])
    expect(result.ok && result.findings.map(({ message }) => message)).toEqual([
      `${folder}/a.conf includes itself, through b.inc`,
    ])
  })

  test('of an executable file is a finding: keepalived leaves it out', () => {
    const folder = folderWith({ 'a.conf': 'include b.conf\n', 'b.conf': HEALTHY })
    chmodSync(join(folder, 'b.conf'), 0o755)
    const result = examine([{ file: join(folder, 'a.conf'), id: '' }])
    expect(result.ok && result.findings.map(inShort)).toEqual(['include 1: include b.conf'])
  })
})

describe('blocks', () => {
  const tree = (statements: readonly Statement[] | undefined): unknown[] =>
    (statements ?? []).map(({ keyword, words, block }) => [
      [keyword, ...words].map(({ text }) => text).join(' '),
      ...(block ? [tree(block)] : []),
    ])
  const blocks = (text: string) => {
    const notes = new Notes()
    return {
      tree: tree(statementsOf(new LineReader('', notes).read({ path: 'a', text }), notes)),
      found: notes.findings.map(inShort),
    }
  }

  test.each([
    ['a {\nb c\n}', [['a', [['b c']]]]],
    ['a\n{\nb\n}\nd', [['a', [['b']]], ['d']]],
    ['a { b c }', [['a', [['b c']]]]],
    ['a{b}', [['a', [['b']]]]],
    ['a "x { y" z', [['a x { y z']]],
  ])('%j', (text, expected) => expect(blocks(text)).toEqual({ tree: expected, found: [] }))

  test.each([
    ['a {\nb', 'brace 1: {'],
    ['a\n}\nb', 'brace 2: }'],
    ['{\nb\n}', 'brace 1: {'],
  ])('%j: braces that do not match', (text, found) => expect(blocks(text).found).toEqual([found]))

  test.each([
    ['a block where none belongs', 'router_id LVS_DEVEL', 'router_id LVS_DEVEL {\n}', 'brace 2: router_id'],
    ['no block where one belongs', 'group {\n    VI_1\n    VI_2\n  }', 'group', 'brace 12: group'],
  ])('%s', (_, from, to, found) =>
    expect(examined([HEALTHY.replace(from, to)]).findings.map(inShort)).toContain(found),
  )
})

describe('whatever a file holds', () => {
  const words = fc.constantFrom(
    ...HEALTHY.split(/(\s+)/),
    '"',
    '$A=',
    '${A}',
    '\\',
    '@x',
    '#',
    '~SEQ',
    'include a.conf',
    '\0',
  )

  test('reading it ends, and every finding has a place in it', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (pieces) => {
        const notes = new Notes()
        const text = pieces.join('')
        statementsOf(new LineReader('x', notes).read({ path: 'a.conf', text }), notes)
        for (const { place } of notes.findings)
          expect(place && place.start <= place.end && place.end <= text.length).toBe(true)
      }),
    )
  })

  test('a shuffled configuration becomes findings and no error', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(HEALTHY.split('\n'), { minLength: 5 }), (lines) => {
        expect(() => examined([lines.join('\n'), HEALTHY])).not.toThrow()
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['that is no text', 'a\0b', /not a text/],
    ['that is too large', ' '.repeat(4 * 1024 * 1024 + 1), /larger than 4 MiB/],
  ])('a file %s is refused', (_, text, message) => {
    const result = examine([{ file: join(folderWith({ 'a.conf': text }), 'a.conf'), id: '' }])
    expect(result.ok ? [] : result.errors.map((error) => error.message)).toEqual([
      expect.stringMatching(message),
    ])
  })
})
