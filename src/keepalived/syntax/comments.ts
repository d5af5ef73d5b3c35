import type { Notes } from '../notes.ts'
import { type Line, part, placeOf, replaced, trimmed } from './line.ts'

/**
 * A line without its comment and without the blanks around it. `#` and `!` start a comment, except between
 * double quotes or behind a backslash, which goes (decomment() in lib/parser.c of keepalived 2.2.7).
 */
export function withoutComment(line: Line, notes: Notes): Line {
  let rest = trimmed(line)
  let quoted = false
  for (let at = 0; at < rest.text.length; at++) {
    const character = rest.text[at] ?? ''
    if (character === '"') quoted = !quoted
    else if (character === '\\') {
      if (!quoted && /[#!]/.test(rest.text[at + 1] ?? '')) rest = replaced(rest, at, at + 1, '')
      else at++
    } else if (!quoted && /[#!]/.test(character)) return trimmed(part(rest, 0, at))
  }
  if (quoted)
    notes.error('quote', placeOf(rest, rest.text.lastIndexOf('"')), 'this quotation mark is never closed')
  return rest
}
