import { inOrder, NAME_TYPES, nameText } from './names.ts'
import { outOfRange, withRanges } from './ranges.ts'
import { zoneText } from './text.ts'
import { DNS_FLAGS, type DnsFlag } from './types.ts'

/** A message as somebody expects it, in the words of `messageText`; or what cannot be understood of it. */
export type ReadExpected =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string }

/** Reads what is expected, and writes it as `messageText` writes a message that says it: sorted, lower case. */
export function readExpected(text: string): ReadExpected {
  const { body, flags } = withoutFlags(text.trim())
  const [sign, ...words] = body.split(/\s+/)
  if (sign === '?') return withText(question(words), flags)
  if (sign === '=') return withText(answer(words.join(' ')), flags)
  return { ok: false, reason: 'a message begins with ? where it asks, and with = where it answers' }
}

type Part = { readonly text: string } | { readonly reason: string }

function withText(part: Part, flags: readonly DnsFlag[]): ReadExpected {
  if ('reason' in part) return { ok: false, ...part }
  return { ok: true, text: `${part.text}${flags.length === 0 ? '' : `, ${flags.join(' ')}`}` }
}

/** `…, AA RD`: flags are the last thing that is said. */
function withoutFlags(text: string): { body: string; flags: DnsFlag[] } {
  const at = text.lastIndexOf(',')
  const words =
    at < 0
      ? []
      : text
          .slice(at + 1)
          .trim()
          .split(/\s+/)
  const isFlag = (word: string): boolean => (DNS_FLAGS as readonly string[]).includes(word)
  if (words.length === 0 || !words.every(isFlag)) return { body: text, flags: [] }
  return { body: text.slice(0, at), flags: DNS_FLAGS.filter((flag) => words.includes(flag)) }
}

function question(words: readonly string[]): Part {
  const [name, type, ...rest] = words
  if (name === undefined || type === undefined || rest.length > 0)
    return { reason: 'a question is a name and a type, and flags behind a comma: ? www.example.com A, RD' }
  return { text: `? ${nameText(name)} ${type.toUpperCase()}` }
}

function answer(text: string): Part {
  const parts = text.split(';').map((part) => answerPart(part.trim().split(' ')))
  const wrong = parts.find((part) => 'reason' in part)
  if (wrong !== undefined) return wrong
  return { text: `= ${parts.map((part) => ('text' in part ? part.text : '')).join('; ')}` }
}

const NO_DATA = 'no data'

function answerPart(words: readonly string[]): Part {
  const [first = '', type = '', ...rest] = words
  if (/^[A-Z]{4,}$/.test(first) && words.length === 1) return { text: first }
  if (words.join(' ') === NO_DATA) return { text: NO_DATA }
  if (first === 'referral') {
    const [ns, ...servers] = rest
    if (ns !== 'NS' || servers.length === 0)
      return { reason: 'a referral names its zone and servers: referral com. NS a.gtld-servers.net + glue' }
    return { text: `referral ${zoneText(nameText(type))} NS ${dataText('NS', servers)}` }
  }
  if (rest.length === 0)
    return {
      reason: `"${words.join(' ')}" is no answer: write NAME TYPE DATA…, referral ZONE NS SERVER…, NXDOMAIN or no data`,
    }
  return { text: `${nameText(first)} ${type} ${dataText(type, rest)}` }
}

function dataText(type: string, words: readonly string[]): string {
  const plus = words.indexOf('+')
  const data = (plus < 0 ? words : words.slice(0, plus)).flatMap((word) =>
    NAME_TYPES.has(type) ? nameText(word) : outOfRange(word),
  )
  return [...withRanges(inOrder(new Set(data))), ...(plus < 0 ? [] : words.slice(plus))].join(' ')
}
