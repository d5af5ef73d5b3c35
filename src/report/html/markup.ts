import { stripVTControlCharacters } from 'node:util'

/** A piece of HTML in which every text has been escaped. Only {@link html} and {@link trusted} make one. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[]

/**
 * HTML with values put in. A value is a text, which is escaped for elements and for attributes in double quotes alike,
 * or markup made by this function, or a list of both; `false` and undefined are nothing.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.map((literal, index) => literal + textOf(parts[index])).join(''))
}

/** Text that is HTML already; never for anything that comes from a lab, a packet or a program. */
export const trusted = (text: string): Markup => new Markup(text)

function textOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'object' ? part.map(textOf).join('') : escaped(String(part))
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, but for tabs and ends of lines, and signs that turn the direction of text become dots. */
const harmless = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .replace(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '·')

const escaped = (text: string): string => harmless(text).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '')

/**
 * JSON for an element `<script type="application/json">`: its content ends at the first `</script`, and `<!--` changes
 * how it is read, so no `<` is left in it (HTML Standard, section 4.12.1.3).
 */
export function jsonMarkup(value: unknown): Markup {
  const text = JSON.stringify(value, (_key, one) => (typeof one === 'string' ? harmless(one) : one))
  return new Markup(text.replaceAll('<', '\\u003c'))
}
