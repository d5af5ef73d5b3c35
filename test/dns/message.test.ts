import { describe, expect, test } from 'vitest'
import { messageInSegment, readMessage } from '../../src/dns/read.ts'
import { messageText } from '../../src/dns/text.ts'
import { a, answer, cname, ns, question, segment } from '../support/dns.ts'

const NOT_AUTHORITATIVE = { flags: 0 }

function textOf(octets: Uint8Array): string {
  const read = readMessage(octets)
  return read.ok ? messageText(read.message) : `malformed: ${read.reason}`
}

const SERVERS = ['dnslb1.mycompany.com', 'dnslb2.mycompany.com'] as const

describe('a message in one line', () => {
  test.each<[string, Uint8Array]>([
    ['? nova.mycompany.com A, RD', question()],
    ['? . NS', question({ name: '.', type: 'NS', flags: 0 })],
    ['= nova.mycompany.com A 10.0.0.1, AA', answer({ answers: [a('Nova.MyCompany.com', '10.0.0.1')] })],
    [
      '= nova.mycompany.com A 10.0.0.2 10.0.0.10, AA',
      answer({ answers: [a('nova.mycompany.com', '10.0.0.10'), a('nova.mycompany.com', '10.0.0.2')] }),
    ],
    [
      '= referral com. NS a.gtld-servers.net + glue',
      answer(
        {
          authorities: [ns('com', 'a.gtld-servers.net')],
          additionals: [a('a.gtld-servers.net', '10.0.0.2')],
        },
        NOT_AUTHORITATIVE,
      ),
    ],
    [
      '= referral com. NS a.gtld-servers.net',
      answer({ authorities: [ns('com', 'a.gtld-servers.net')] }, NOT_AUTHORITATIVE),
    ],
    [
      `= nova.mycompany.com CNAME nova.vip.mycompany.com; referral vip.mycompany.com. NS ${SERVERS.join(' ')} + glue of ${SERVERS[1]}, AA`,
      answer({
        answers: [cname('nova.mycompany.com', 'nova.vip.mycompany.com')],
        authorities: SERVERS.map((name) => ns('vip.mycompany.com', name)),
        additionals: [a(SERVERS[1], '10.0.0.5')],
      }),
    ],
    [
      '= nova.mycompany.com CNAME b.com; b.com A 10.0.0.1, RD RA',
      answer({ answers: [cname('nova.mycompany.com', 'b.com'), a('b.com', '10.0.0.1')] }, { flags: 0x0180 }),
    ],
    ['= NXDOMAIN, AA', answer({}, { code: 3, flags: 0x0400 })],
    ['= REFUSED', answer({}, { code: 5, flags: 0 })],
    ['= no data, AA TC', answer({}, { flags: 0x0600 })],
  ])('%s', (text, octets) => {
    expect(textOf(octets)).toBe(text)
  })

  test('the servers of its own zone are no referral of a server that answers', () => {
    const octets = answer({
      answers: [a('nova.mycompany.com', '10.0.0.1')],
      authorities: [ns('mycompany.com', 'ns1.mycompany.com')],
    })
    expect(textOf(octets)).toBe('= nova.mycompany.com A 10.0.0.1, AA')
  })

  test('aliases in a circle come to an end', () => {
    const octets = answer({
      answers: [cname('nova.mycompany.com', 'b.com'), cname('b.com', 'nova.mycompany.com')],
      authorities: [ns('com', 'x')],
    })
    expect(textOf(octets)).toContain('referral com. NS x')
  })
})

describe('reading', () => {
  test('nonsense is told, not thrown', () => {
    const octets = question()
    for (const length of [0, 5, 12, 20])
      expect(readMessage(octets.subarray(0, length))).toMatchObject({ ok: false })
    const looped = Uint8Array.from(octets)
    looped.set([0xc0, 12], 12)
    expect(readMessage(looped)).toMatchObject({ ok: false })
  })

  test('times to live: the shortest of a set', () => {
    const read = readMessage(answer({ answers: [a('n.com', '10.0.0.1', 60), a('n.com', '10.0.0.2', 5)] }))
    expect(read).toMatchObject({ ok: true, message: { answers: [{ ttl: 5 }] } })
  })

  test('of a TCP segment, only a whole message', () => {
    const whole = segment(question())
    expect(messageInSegment(whole)).toEqual(Uint8Array.from(question()))
    expect(messageInSegment(whole.subarray(0, 20))).toBeUndefined()
    expect(messageInSegment(new Uint8Array(2))).toBeUndefined()
  })
})
