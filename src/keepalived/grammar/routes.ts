import { isIP } from 'node:net'
import type { KeptRoute } from '../model/types.ts'
import type { Notes } from '../notes.ts'
import type { Word } from '../syntax/words.ts'
import { prefixOf } from './address.ts'
import type { Words } from './field.ts'

/** Words of a route that have no value (alloc_route() in vrrp_iproute.c). */
const ALONE = [
  'add prepend append onlink no_track fastopen_no_cookie nexthop',
  'unicast local broadcast multicast throw unreachable prohibit blackhole',
].flatMap((line) => line.split(' '))

const GATEWAY = ['via', 'gw', 'or']
const DEVICE = ['dev', 'oif']

/** A line of static_routes or virtual_routes, as far as networks follow from it; the rest is kept as it is written. */
export function keptRoute(words: Words, notes: Notes): KeptRoute {
  const settings = settingsOf(words)
  const hops = settings.findIndex(({ keyword }) => keyword.text === 'nexthop')
  const own = hops < 0 ? settings : settings.slice(0, hops)
  const valuesOf = (list: readonly Setting[], keywords: readonly string[]) =>
    list.flatMap(({ keyword, value }) => (value && keywords.includes(keyword.text) ? [value] : []))
  const place = { ...words[0].place, end: words.at(-1)?.place.end ?? words[0].place.end }
  const dev = valuesOf(own, DEVICE).at(-1)?.text
  const to = valuesOf(own, ['to']).at(-1)
  tellOld(settings, notes)
  if (dev === undefined && !words.some(({ text }) => text === 'no_track'))
    notes.warn('untracked', place, 'keepalived cannot track a route without an interface', {
      remedy: 'Name one with dev, or say no_track.',
    })
  return {
    text: words.map(({ text }) => text).join(' '),
    place,
    via: valuesOf(settings, GATEWAY).flatMap((word) => checked(word, isIP(word.text) !== 0, notes)),
    ...(to ? { to: checked(to, isDestination(to.text), notes)[0] ?? '' } : {}),
    ...(dev === undefined ? {} : { dev }),
  }
}

interface Setting {
  readonly keyword: Pick<Word, 'text' | 'place'>
  readonly value?: Word
}

/** Keywords with their values; a destination may stand without its keyword. */
function settingsOf(words: Words): Setting[] {
  const settings: Setting[] = []
  for (let at = 0; at < words.length; at++) {
    const keyword = words[at] as Word
    if (ALONE.includes(keyword.text)) settings.push({ keyword })
    else if (looksLikeDestination(keyword.text))
      settings.push({ keyword: { ...keyword, text: 'to' }, value: keyword })
    else {
      if (/^inet6?$/.test(words[at + 1]?.text ?? '')) at++
      const value = words[++at]
      settings.push({ keyword, ...(value ? { value } : {}) })
    }
  }
  return settings
}

const looksLikeDestination = (text: string): boolean => /[.:/]/.test(text) || text === 'default'
const isDestination = (text: string): boolean => text === 'default' || prefixOf(text) !== undefined

function tellOld(settings: readonly Setting[], notes: Notes): void {
  for (const { keyword } of settings)
    for (const [old, suggestion] of [
      ['gw', 'via'],
      ['or', 'nexthop via'],
    ] as const)
      if (keyword.text === old) notes.warn('deprecated', keyword.place, 'an old spelling', { suggestion })
}

function checked({ text, place }: Word, good: boolean, notes: Notes): string[] {
  if (good) return [text]
  notes.error('value', place, `"${text}" is no address`, { remedy: 'keepalived goes on without this line.' })
  return []
}

const PREFERENCE = ['preference', 'order', 'priority']

/** A line of static_rules or virtual_rules, of which only what keepalived complains about is looked at. */
export function keptRule(words: Words, notes: Notes): string {
  const values = words.map(({ text }) => text)
  for (const [index, word] of words.entries())
    if (['from', 'to'].includes(values[index - 1] ?? '') && word.text !== 'all')
      checked(word, prefixOf(word.text) !== undefined, notes)
  if (!values.some((text) => PREFERENCE.includes(text)))
    notes.warn('preference-missing', words[0].place, 'a rule without preference', {
      remedy: 'keepalived takes one of its own, from 16384 downwards.',
    })
  return values.join(' ')
}
