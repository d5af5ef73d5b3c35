import { describe, expect, test } from 'vitest'
import { FINDINGS, type FindingId } from '../../src/keepalived/index.ts'
import { ALONE, BACKUP, change, PAIRS } from './cases.ts'
import { examined, HEALTHY, inShort } from './support.ts'

/** What else has to be changed, so that one finding comes of it. */
const COMPANIONS: Partial<Record<FindingId, (text: string) => string>> = {
  'state-ah': (text) => text.replace('PASS', 'AH'),
  'script-missing': (text) => text.replace(/ {2}track_script[^}]*}\n/, ''),
}

describe('one file', () => {
  test('nothing is wrong with the healthy one', () => expect(examined([HEALTHY]).findings).toEqual([]))

  test.each(ALONE)('%s, for %j → %j', (id, from, to, at) => {
    const text = change(HEALTHY, from, to)
    const found = examined([COMPANIONS[id]?.(text) ?? text]).findings.map(inShort)
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${id} \\d+: `))])
    expect(found[0]?.replace(/^\S+ \d+: /, '')).toBe(at)
  })

  test('strict mode wants the owner of the addresses as master, and nobody else', () => {
    const strict = change(HEALTHY, 'router_id LVS_DEVEL', 'vrrp_strict').replace(
      / {2}authentication[^}]*}\n/,
      '',
    )
    const master = change(strict, 'state BACKUP\n  interface eth0', 'state MASTER\n  interface eth0')
    expect(examined([master]).findings.map(inShort)).toEqual([
      'strict-drops-vip 17: vrrp_instance VI_1',
      'state-priority 18: state MASTER',
      'strict-drops-vip 30: vrrp_instance VI_2',
    ])
  })
})

describe('two files', () => {
  test('nothing is wrong with the healthy pair', () =>
    expect(examined([HEALTHY, BACKUP]).findings).toEqual([]))

  test.each(PAIRS)('%s, for %j → %j in the second', (id, from, to, at) => {
    const twice = (text: string) =>
      text.replace('192.168.56.88/24', '192.168.56.99/24').replace('    VI_2\n', '    VI_3\n')
    const text = change(BACKUP, from, to)
    const found = examined([HEALTHY, id === 'vrid-twice' ? twice(text) : text]).findings
    expect(found.map(inShort)).toEqual([expect.stringMatching(new RegExp(`^${id} \\d+: `))])
    expect(found.map(inShort)[0]?.replace(/^\S+ \d+: /, '')).toBe(at)
    expect(found[0]?.place?.source.path).toMatch(/b\.conf$/)
  })

  test('an instance that the other does not have has nobody to take over', () => {
    const without = BACKUP.replace(/vrrp_instance VI_2[^}]*}[^}]*}\n/, '').replace('    VI_2\n', '')
    expect(examined([HEALTHY, without]).findings.map(inShort)).toEqual([
      'group-single 11: vrrp_sync_group G1',
      'pair-alone 34: vrrp_instance VI_2',
    ])
  })

  test('two masters are told from a tie', () => {
    const master = (text: string) => text.replace('state BACKUP', 'state MASTER')
    expect(examined([master(HEALTHY), master(BACKUP)]).findings.map(inShort)).toEqual([
      'pair-state 18: state MASTER',
    ])
  })

  test('no password is shown', () => {
    const { findings } = examined([HEALTHY, BACKUP.replace('auth_pass secret', 'auth_pass hidden')])
    expect(findings.map(({ message }) => message).join()).not.toMatch(/secret|hidden/)
  })
})

test('every finding that there is has a test', () => {
  const tested = [...ALONE, ...PAIRS].map(([id]) => id)
  const elsewhere = ['pair-alone', 'pair-state', 'interface-unknown', 'arp-settings', 'complaint']
  const syntax = ['definition', 'too-long', 'not-understood']
  expect([...new Set([...tested, ...elsewhere, ...syntax])].toSorted()).toEqual(
    Object.keys(FINDINGS).toSorted(),
  )
})
