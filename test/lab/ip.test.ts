import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bracketed, splitEndpoint } from '../../src/lab/topology/endpoint.ts'
import {
  bitsOf,
  type Cidr,
  contains,
  familyOf,
  firstOf,
  formatAddress,
  formatCidr,
  lastOf,
  parseAddress,
  parseCidr,
} from '../../src/lab/topology/ip.ts'
import { formatIpv6 } from '../../src/wire/addresses.ts'

const cidr = (text: string): Cidr => parseCidr(text) ?? expect.fail(text)
const address = (text: string): bigint => parseAddress(text) ?? expect.fail(text)

describe('addresses', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['0.0.0.0', '0.0.0.0'],
    ['FD00:0:0::1', 'fd00::1'],
    ['fd00::', 'fd00::'],
    ['::', '::'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('%s is written %s', (text, canonical) => expect(formatAddress(address(text))).toBe(canonical))

  const bad = ['', '10.0.0', '10.0.0.256', '010.0.0.1', '1.2.3.4.5', 'fd00:', 'fd00:::1', ':1', '12345::']
  test.each([...bad, 'fe80::1%eth0', '::ffff:10.0.0.1', '::ffff:a00:1', '1:2:3:4:5:6:7:8:9', '[::1]', 'g::'])(
    '"%s" is none',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  )

  test('every IPv6 address is written as captures write it, and read back', () => {
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff))
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const bytes = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 255]))
        const text = formatIpv6(bytes, 0)
        fc.pre(!text.includes('.'))
        expect(formatAddress(address(text))).toBe(text)
        expect(address(groups.map((value) => value.toString(16)).join(':'))).toBe(address(text))
      }),
    )
  })

  test('families never meet', () => {
    expect([familyOf(address('10.0.0.1')), bitsOf(address('10.0.0.1'))]).toEqual(['IPv4', 32])
    expect([familyOf(address('::a00:1')), bitsOf(address('::a00:1'))]).toEqual(['IPv6', 128])
    expect(contains(cidr('::/0'), address('10.0.0.1'))).toBe(false)
    expect(contains(cidr('0.0.0.0/0'), address('fd00::1'))).toBe(false)
  })
})

describe('prefixes', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0', '10.255.255.255'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['10.0.0.1/32', '10.0.0.1', '10.0.0.1'],
    ['fd00:1::7/64', 'fd00:1::', 'fd00:1::ffff:ffff:ffff:ffff'],
    ['fd00::1/128', 'fd00::1', 'fd00::1'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('%s is %s to %s', (text, first, last) => {
    expect(formatCidr(cidr(text))).toBe(text)
    expect([firstOf(cidr(text)), lastOf(cidr(text))].map(formatAddress)).toEqual([first, last])
    expect([first, last].every((edge) => contains(cidr(text), address(edge)))).toBe(true)
  })

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    'fd00::/129',
    '10.0.0.0/1/2',
    'fd00::/-1',
  ])('"%s" is none', (text) => expect(parseCidr(text)).toBeUndefined())
})

describe('endpoints', () => {
  test('have brackets around IPv6 addresses, and only there', () => {
    expect(splitEndpoint('10.0.0.1:80')).toEqual({ host: '10.0.0.1', port: 80 })
    expect(splitEndpoint('[fd00::1]:80')).toEqual({ host: 'fd00::1', port: 80 })
    for (const text of ['fd00::1:80', '[fd00::1]', '[fd00::1]80', '10.0.0.1', '[]:80', 'a b:80'])
      expect(splitEndpoint(text)).toBeUndefined()
    expect(['10.0.0.1', 'fd00::1'].map(bracketed)).toEqual(['10.0.0.1', '[fd00::1]'])
  })
})
