import { isIP } from 'node:net'
import type { HeldAddress } from '../model/types.ts'
import type { Notes } from '../notes.ts'
import type { Word } from '../syntax/words.ts'

/** What may stand behind an address (alloc_ipaddress() in vrrp_ipaddress.c): with a value, and alone. */
const WITH_VALUE = ['dev', 'scope', 'brd', 'broadcast', 'label', 'peer', 'preferred_lft', 'track_group']
const ALONE = ['home', '-nodad', 'mngtmpaddr', 'noprefixroute', 'autojoin', 'no_track', 'use_vmac']

/** A line such as `192.168.200.17/24 dev eth1 label eth1:1`. */
export function heldAddress(
  [first, ...options]: readonly [Word, ...Word[]],
  notes: Notes,
): HeldAddress | undefined {
  const parsed = prefixOf(first.text)
  if (!parsed) return notes.error('value', first.place, `"${first.text}" is no address`, { remedy: LEFT_OUT })
  const dev = optionsOf(options, notes).get('dev')
  const place = { ...first.place, end: options.at(-1)?.place.end ?? first.place.end }
  return { ...parsed, place, ...(dev === undefined ? {} : { dev }) }
}

const LEFT_OUT = 'keepalived goes on without it.'

/** An address with or without the bits of its prefix. */
export function prefixOf(text: string): { address: string; prefix: number } | undefined {
  const [address = '', bits, more] = text.split('/')
  const widest = isIP(address) === 6 ? 128 : 32
  const prefix = bits === undefined ? widest : Number(bits)
  const good = isIP(address) !== 0 && /^\d+$/.test(bits ?? '0') && prefix <= widest && more === undefined
  return good ? { address, prefix } : undefined
}

function optionsOf(options: readonly Word[], notes: Notes): Map<string, string> {
  const values = new Map<string, string>()
  const known = [...WITH_VALUE, ...ALONE]
  for (let at = 0; at < options.length; at++) {
    const { text, place } = options[at] as Word
    if (WITH_VALUE.includes(text)) values.set(text, options[++at]?.text ?? '')
    else if (!ALONE.includes(text))
      notes.error('value', place, `keepalived knows no "${text}" behind an address`, { known, word: text })
  }
  return values
}
