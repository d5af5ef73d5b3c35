import { expect, test } from 'vitest'
import { journeyNotation, named, notation } from '../../src/journey/notation.ts'
import type { Hop, Journey, Names } from '../../src/journey/types.ts'

const names: Names = {
  macs: { '02:00:00:00:00:01': 'client', '02:00:00:00:00:02': 'director' },
  addresses: { '10.0.0.2': 'CIP', '10.0.0.100': 'VIP', '10.0.0.1': 'DIP', '2001:db8::1': 'CIP6' },
}

const hop: Hop = {
  sourceMac: '02:00:00:00:00:01',
  destinationMac: '02:00:00:00:00:02',
  source: '10.0.0.2',
  sourcePort: 40000,
  destination: '10.0.0.100',
  destinationPort: 80,
  ttl: 64,
  encapsulation: [],
  sightings: [],
  changes: [],
}

const outer = { protocol: 'ipip', ttl: 62, octets: 20, dontFragment: true } as const

test.each<[string, Partial<Hop>]>([
  ['client:director/CIP:VIP', {}],
  ['client:ff/CIP:VIP', { destinationMac: 'ff:ff:ff:ff:ff:ff' }],
  ['client:02:00:00:00:00:09/CIP:10.0.0.9', { destinationMac: '02:00:00:00:00:09', destination: '10.0.0.9' }],
  ['-:-/CIP:VIP', { sourceMac: '', destinationMac: '' }],
  ['client:director/CIP6:[2001:db8::2]', { source: '2001:db8::1', destination: '2001:db8::2' }],
  [
    'client:director/DIP:10.0.0.9 ipip [CIP:VIP]',
    { encapsulation: [{ ...outer, source: '10.0.0.1', destination: '10.0.0.9' }] },
  ],
])('%s', (text, fields) => {
  expect(notation({ ...hop, ...fields }, names)).toBe(text)
})

test('with ports, where there are any', () => {
  expect(notation(hop, names, { ports: true })).toBe('client:director/CIP:40000→VIP:80')
  const { sourcePort: _, destinationPort: __, ...ping } = hop
  expect(notation(ping, names, { ports: true })).toBe('client:director/CIP:VIP')
})

test('ARP is what it says', () => {
  const summary = 'who-has 10.0.0.100 tell 10.0.0.2'
  const neighbour = { kind: 'request', target: '10.0.0.100', sender: '10.0.0.2' }
  const journey = { kind: 'arp', neighbour, summary } as Journey
  const question = { ...hop, destinationMac: 'ff:ff:ff:ff:ff:ff' }
  expect(journeyNotation(journey, question, names)).toBe('client:ff/who-has VIP tell CIP')
  const { neighbour: _, ...packet } = journey
  expect(journeyNotation(packet, hop, names)).toBe('client:director/CIP:VIP')
})

test('names within a text, whole words only', () => {
  expect(named('10.0.0.1 is-at 02:00:00:00:00:02, not 10.0.0.10', names)).toBe(
    'DIP is-at director, not 10.0.0.10',
  )
})
