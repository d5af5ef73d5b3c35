import { expect, test } from 'vitest'
import { readProxyLine } from '../../src/wire/proxy-protocol.ts'

const line = (text: string) => readProxyLine(Buffer.from(text, 'latin1'))

const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n'
const binary = (...octets: number[]) => readProxyLine(Buffer.from([...Buffer.from(SIGNATURE), ...octets]))

const ENDS = { source: '10.0.0.2', sourcePort: 40001, destination: '10.0.0.100', destinationPort: 80 }
const PORTS = [0x9c, 0x41, 0, 80]

test('version 1 tells both ends, and how much of the connection it takes', () => {
  const text = 'PROXY TCP4 10.0.0.2 10.0.0.100 40001 80\r\n'
  expect(line(`${text}GET / HTTP/1.1\r\n`)).toEqual({ version: 1, length: text.length, ...ENDS })
  expect(line('PROXY TCP6 fd00::2 fd00::100 40001 80\r\n')).toMatchObject({ source: 'fd00::2' })
})

test('version 1 may say that it does not know', () => {
  expect(line('PROXY UNKNOWN\r\n')).toEqual({ version: 1, length: 15 })
})

test('version 2 tells the same in IPv4 and in IPv6', () => {
  const four = [0x21, 0x11, 0, 12, 10, 0, 0, 2, 10, 0, 0, 100, ...PORTS]
  expect(binary(...four, 0x47)).toEqual({ version: 2, length: 28, ...ENDS })
  const six = (last: number) => [0xfd, ...Array<number>(14).fill(0), last]
  expect(binary(0x21, 0x21, 0, 36, ...six(2), ...six(1), ...PORTS)).toMatchObject({
    ...{ version: 2, source: 'fd00::2', destination: 'fd00::1', sourcePort: 40001, destinationPort: 80 },
  })
})

test('version 2 has nothing to tell of a connection of its own, or of another family', () => {
  expect(binary(0x20, 0x00, 0, 0)).toEqual({ version: 2, length: 16 })
  expect(binary(0x21, 0x31, 0, 0)).toEqual({ version: 2, length: 16 })
})

test.each([
  'GET / HTTP/1.1\r\n\r\n',
  'PROXY TCP4 10.0.0.2 10.0.0.100 40001 80',
  'PROXY TCP4 10.0.0.2\r\n',
  '\r\n\r\n\0\r\nQUIT',
  '',
])('%j is none', (text) => {
  expect(line(text)).toBeUndefined()
})

test('a header whose addresses were cut off has no addresses', () => {
  expect(binary(0x21, 0x11, 0, 12, 10, 0, 0, 2)).toEqual({ version: 2, length: 28 })
})
