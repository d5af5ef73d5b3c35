import { describe, expect, it } from 'vitest'
import { formatIpv4, formatIpv6, formatMac } from '../../src/wire/addresses.ts'

describe('MAC addresses', () => {
  it('are written with colons, in lower case', () => {
    expect(formatMac(0x02_00_0a_ff_00_01)).toBe('02:00:0a:ff:00:01')
    expect(formatMac(0)).toBe('00:00:00:00:00:00')
  })
})

describe('IPv4 addresses', () => {
  it('are written in dotted decimal', () => {
    expect(formatIpv4(0x0a000064)).toBe('10.0.0.100')
    expect(formatIpv4(0xffffffff)).toBe('255.255.255.255')
  })
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
