/** One block of a lesson in Markdown. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly mark: string; readonly text: string }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }

const ITEM = /^\s*([-*]|\d+\.) (.*)$/

/** The blocks of a text in the Markdown that lessons are written in: headings, paragraphs, lists, code, tables. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  const lines = markdown.replaceAll(/<!--[\s\S]*?-->/g, '').split('\n')
  let open = false
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const taken = line.startsWith('```')
      ? codeAt(lines, at)
      : line.startsWith('|')
        ? tableAt(lines, at)
        : undefined
    if (taken) {
      blocks.push(taken.block)
      at = taken.last
    } else if (open && isContinuation(line)) continueLast(blocks, line)
    else if (line.trim() !== '') blocks.push(textBlock(line))
    open = taken === undefined && line.trim() !== '' && !line.startsWith('#')
  }
  return blocks
}

interface Taken {
  readonly block: Block
  /** Index of the last line that belongs to it. */
  readonly last: number
}

function codeAt(lines: readonly string[], at: number): Taken {
  const close = lines.findIndex((line, index) => index > at && line.startsWith('```'))
  const last = close < 0 ? lines.length : close
  return { block: { kind: 'code', lines: lines.slice(at + 1, last) }, last }
}

function tableAt(lines: readonly string[], at: number): Taken {
  const behind = lines.findIndex((line, index) => index > at && !line.startsWith('|'))
  const end = behind < 0 ? lines.length : behind
  const rows = lines.slice(at, end).filter((line) => !/^[|\s:-]+$/.test(line))
  return { block: { kind: 'table', rows: rows.map(cellsOf) }, last: end - 1 }
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim())

const isContinuation = (line: string): boolean =>
  line.trim() !== '' && !line.startsWith('#') && !ITEM.test(line)

function continueLast(blocks: Block[], line: string): void {
  const last = blocks.at(-1)
  if (last?.kind === 'paragraph' || last?.kind === 'item')
    blocks[blocks.length - 1] = { ...last, text: `${last.text} ${line.trim()}` }
}

function textBlock(line: string): Block {
  const heading = /^(#+) (.*)$/.exec(line)
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' }
  const item = ITEM.exec(line)
  if (item) return { kind: 'item', mark: item[1] === '*' ? '-' : (item[1] ?? '-'), text: item[2] ?? '' }
  return { kind: 'paragraph', text: line.trim() }
}
