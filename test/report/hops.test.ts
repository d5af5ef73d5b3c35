import { describe, expect, test } from 'vitest'
import type { FieldChange, Names } from '../../src/journey/types.ts'
import { changesText } from '../../src/report/hops.ts'

const names: Names = { macs: {}, addresses: { '10.0.0.100': 'VIP', '10.0.0.2': 'CIP', '10.0.1.11': 'RIP1' } }

const change = (field: FieldChange['field'], from: string, to: string): FieldChange => ({ field, from, to })

describe('what a hop changed, in few words', () => {
  test.each<[string, FieldChange[]]>([
    ['', []],
    ['MACs', [change('source-mac', 'a', 'b'), change('destination-mac', 'c', 'd')]],
    ['destination MAC', [change('destination-mac', 'c', 'd')]],
    [
      'VIP:80 → RIP1:8080',
      [change('destination', '10.0.0.100', '10.0.1.11'), change('destination-port', '80', '8080')],
    ],
    ['CIP → 10.0.9.9', [change('source', '10.0.0.2', '10.0.9.9')]],
    ['CIP → [fd00::1]', [change('source', '10.0.0.2', 'fd00::1')]],
    ['port 80 → 8080', [change('destination-port', '80', '8080')]],
    ['VLAN none → 10', [change('vlan', 'none', '10')]],
    ['TTL −1', [change('ttl', '64', '63')]],
    ['outer TTL +2', [change('outer-ttl', '60', '62')]],
    ['+ipip', [change('encapsulation', 'none', 'ipip 10.0.0.3 10.0.1.11')]],
    ['−gre', [change('encapsulation', 'gre 10.0.0.3 10.0.1.11', 'none')]],
    [
      'ipip → ipip, gue',
      [change('encapsulation', 'ipip 10.0.0.3 10.0.1.11', 'ipip 10.0.0.3 10.0.1.11, gue 1 2')],
    ],
    ['2 fragments', [change('fragments', '1', '2')]],
    ['reassembled', [change('fragments', '2', '1')]],
  ])('%s', (text, changes) => expect(changesText(changes, names)).toBe(text))
})
