import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIpv4, formatIpv6, formatMac, parseIpv4, parseMac } from '../../src/wire/addresses.ts'

describe('MAC addresses', () => {
  it('are written with colons, in lower case', () => {
    expect(formatMac(0x02_00_0a_ff_00_01)).toBe('02:00:0a:ff:00:01')
    expect(formatMac(0)).toBe('00:00:00:00:00:00')
  })

  it('are read as they are written', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (n) => parseMac(formatMac(n % 2 ** 48)) === n % 2 ** 48))
    expect(parseMac('FF:ff:00:00:00:0A')).toBe(0xffff_0000_000a)
  })

  it.each(['', '02:00:00:00:00', '02:00:00:00:00:01:02', '02-00-00-00-00-01', '0g:00:00:00:00:01'])(
    '%j is none',
    (text) => expect(parseMac(text)).toBeUndefined(),
  )
})

describe('IPv4 addresses', () => {
  it('are written in dotted decimal', () => {
    expect(formatIpv4(0x0a000064)).toBe('10.0.0.100')
    expect(formatIpv4(0xffffffff)).toBe('255.255.255.255')
  })

  it('are read as they are written', () => {
    fc.assert(fc.property(fc.nat(0xffffffff), (n) => parseIpv4(formatIpv4(n)) === n))
  })

  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.1.2', '010.0.0.1', '10.0.0.1/24', ' 10.0.0.1', '0x0a.0.0.1'])(
    '%j is none',
    (text) => expect(parseIpv4(text)).toBeUndefined(),
  )
})

describe('IPv6 addresses are written as RFC 5952 demands', () => {
  it.each([
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000000000000000020001', '2001:db8::2:1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['0001000200030004000500060007abcd', '1:2:3:4:5:6:7:abcd'],
    ['00000000000000000000ffff0a000064', '::ffff:10.0.0.100'],
  ])('%s is %s', (hex, text) => {
    expect(formatIpv6(Uint8Array.from([0xff, ...Buffer.from(hex, 'hex')]), 1)).toBe(text)
  })
})
