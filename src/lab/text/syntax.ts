import { type Document, isCollection, isNode, isScalar, type Node, visit, type YAMLError } from 'yaml'
import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import type { Place, Source } from '../../text/source.ts'

const MOST_ERRORS = 5

/** Mistakes that the parser gets over; after any other, what it says is guesswork. */
const HARMLESS: readonly YAMLError['code'][] = [
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_DOCS',
  'NON_STRING_KEY',
  'TAG_RESOLVE_FAILED',
]

const MESSAGES: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'a lab file holds one YAML document, and here a second one starts',
  TAB_AS_INDENT: 'a tab cannot indent YAML: use spaces',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'nested too deep to be read',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on this line: put the value in quotes, or on lines of its own',
  UNEXPECTED_TOKEN: 'this cannot stand here',
}

/** What is wrong with a text as YAML: the mistakes up to the first that derails the parser. */
export function syntaxErrors(source: Source, document: Document): Diagnostic[] {
  const found = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0])
  const derailed = found.findIndex((error) => !HARMLESS.includes(error.code))
  const readable = derailed < 0 ? found : found.slice(0, derailed + 1)
  return readable.slice(-MOST_ERRORS).map((error) => toDiagnostic(source, document, error))
}

function toDiagnostic(source: Source, document: Document, error: YAMLError): Diagnostic {
  const place = clip({ source, start: error.pos[0], end: error.pos[1] })
  const open = isUnclosed(error) ? openedBefore(source, document, error.pos[0]) : undefined
  if (open) return diagnose('error', open, 'this is never closed')
  if (error.code === 'UNEXPECTED_TOKEN' && source.text.startsWith(`\${`, place.start - 1))
    return diagnose('error', place, `inside { } or [ ], write "\${…}" in quotes`)
  return diagnose('error', place, MESSAGES[error.code] ?? uncapitalise(error.message))
}

function isUnclosed({ code, message }: YAMLError): boolean {
  return code === 'MISSING_CHAR' || (code === 'BAD_INDENT' && message.startsWith('Flow'))
}

/** The innermost quotation mark or bracket that opened before an offset and had not closed by then. */
function openedBefore(source: Source, document: Document, offset: number): Place | undefined {
  let start: number | undefined
  visit(document, (_, node) => {
    if (isNode(node) && isOpen(node, offset)) start = node.range?.[0]
  })
  return start === undefined ? undefined : { source, start, end: start + 1 }
}

function isOpen(node: Node, offset: number): boolean {
  const quoted = isScalar(node) && /^QUOTE/.test(node.type ?? '')
  const bracketed = isCollection(node) && node.flow === true
  const [start, , end] = node.range ?? [0, 0, 0]
  return (quoted || bracketed) && start < offset && end >= offset
}

function uncapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** Inside the text, so that there is a character to point at. */
function clip({ source, start, end }: Place): Place {
  const last = source.text.length
  return { source, start: Math.min(start, Math.max(0, last - 1)), end: Math.min(end, last) }
}
