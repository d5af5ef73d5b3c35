import { expect, test } from 'vitest'
import { readRequestHead } from '../../src/wire/http-request.ts'

const head = (text: string) => readRequestHead(Buffer.from(text, 'latin1'))

test('method, target and headers, whatever their case', () => {
  expect(head('GET /images/x?y HTTP/1.1\r\nHost: a\r\nX-FORWARDED-For:  10.0.0.2 \r\n\r\nbody')).toEqual({
    ...{ method: 'GET', target: '/images/x?y', headers: { host: 'a', 'x-forwarded-for': '10.0.0.2' } },
  })
})

test('several of one name are one list', () => {
  const text = 'GET / HTTP/1.0\r\nX-Forwarded-For: 1.2.3.4\r\nx-forwarded-for: 10.0.0.2\r\n\r\n'
  expect(head(text)?.headers['x-forwarded-for']).toBe('1.2.3.4, 10.0.0.2')
})

test.each([
  'GET / HTTP/1.1\r\nHost: a\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
  'PROXY TCP4 a b 1 2\r\n\r\n',
  '\x16\x03\x01',
  '',
])('%j is no request', (text) => {
  expect(head(text)).toBeUndefined()
})

test('a header that is called like what every object has is one like any other', () => {
  expect(head('GET / HTTP/1.1\r\nconstructor: a\r\n\r\n')?.headers).toEqual({ constructor: 'a' })
})
