import { describe, expect, test } from 'vitest'
import { matchHop } from '../../src/journey/match.ts'
import type { Hop, Names } from '../../src/journey/types.ts'
import type { HopPattern } from '../../src/lab/expectations/types.ts'

const MACS = {
  client: '02:00:00:00:00:01',
  director: '02:00:00:00:00:02',
  rs1: '02:00:00:00:00:03',
  rs2: '02:00:00:00:00:04',
}
const ADDRESSES = { CIP: '10.0.0.2', VIP: '10.0.0.100', RIP1: '10.0.0.11', RIP2: '10.0.0.12' }
const swap = (names: Record<string, string>) =>
  Object.fromEntries(Object.entries(names).map(([name, value]) => [value, name]))
const names: Names = { macs: swap(MACS), addresses: swap(ADDRESSES) }

function hop(
  from: keyof typeof MACS,
  to: keyof typeof MACS | 'ff',
  source = 'CIP',
  destination = 'VIP',
): Hop {
  return {
    sourceMac: MACS[from],
    destinationMac: to === 'ff' ? 'ff:ff:ff:ff:ff:ff' : MACS[to],
    source: ADDRESSES[source as keyof typeof ADDRESSES],
    destination: ADDRESSES[destination as keyof typeof ADDRESSES],
    encapsulation: [],
    sightings: [],
    changes: [],
  }
}

function pattern(sourceMac: string, destinationMac: string, source = '*', destination = '*'): HopPattern {
  const text = `${sourceMac}:${destinationMac}/${source}:${destination}`
  return { text, sourceMac, destinationMac, source, destination }
}

describe('one hop', () => {
  test.each([
    ['node names', pattern('client', 'director', 'CIP', 'VIP')],
    ['anything', pattern('*', '*')],
    ['literals', pattern(MACS.client.toUpperCase(), MACS.director, ADDRESSES.CIP, ADDRESSES.VIP)],
  ])('%s', (_, shape) => {
    expect(matchHop(shape, hop('client', 'director'), names)).toEqual({})
  })

  test.each([
    ['another sender', pattern('rs1', 'director')],
    ['another receiver', pattern('client', 'client')],
    ['another source', pattern('*', '*', 'VIP')],
    ['another destination', pattern('*', '*', '*', 'CIP')],
    ['a name that only begins alike', pattern('cli', 'director')],
    ['another literal', pattern('*', '*', '10.0.0.20')],
  ])('%s', (_, shape) => {
    expect(matchHop(shape, hop('client', 'director'), names)).toBeUndefined()
  })

  test('VLAN and TTL count where they are asked for', () => {
    const seen = { ...hop('client', 'director'), vlan: 20, ttl: 63 }
    const shape = pattern('client', 'director')
    for (const asked of [{}, { vlan: 20 }, { ttl: 63 }, { vlan: 20, ttl: 63 }])
      expect(matchHop({ ...shape, ...asked }, seen, names)).toEqual({})
    for (const asked of [{ vlan: 10 }, { ttl: 64 }, { vlan: 20, ttl: 62 }])
      expect(matchHop({ ...shape, ...asked }, seen, names)).toBeUndefined()
    expect(matchHop({ ...shape, vlan: 20 }, hop('client', 'director'), names)).toBeUndefined()
  })

  test('broadcast', () => {
    expect(matchHop(pattern('client', 'ff'), hop('client', 'ff'), names)).toEqual({})
    expect(matchHop(pattern('client', 'ff'), hop('client', 'director'), names)).toBeUndefined()
  })
})

describe('a role', () => {
  const toServer = pattern('director', 'rs', '*', 'RIP')

  test('is any of its replicas, and says which', () => {
    expect(matchHop(toServer, hop('director', 'rs2', 'CIP', 'RIP2'), names)).toEqual({
      rs: 'rs2',
      RIP: 'RIP2',
    })
  })

  test('stays the same one', () => {
    const bound = { rs: 'rs2' }
    expect(matchHop(pattern('rs', 'client'), hop('rs2', 'client'), names, bound)).toBe(bound)
    expect(matchHop(pattern('rs', 'client'), hop('rs1', 'client'), names, bound)).toBeUndefined()
  })

  test('is the same one within a hop as well', () => {
    expect(matchHop(pattern('rs', 'rs'), hop('rs1', 'rs2'), names)).toBeUndefined()
  })

  test('has no replica 0 and none with a word behind it', () => {
    const odd: Names = { macs: { [MACS.rs1]: 'rs0', [MACS.rs2]: 'rs1b' }, addresses: {} }
    expect(matchHop(pattern('rs', '*'), hop('rs1', 'client'), odd)).toBeUndefined()
    expect(matchHop(pattern('rs', '*'), hop('rs2', 'client'), odd)).toBeUndefined()
  })
})
