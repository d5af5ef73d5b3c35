import { expect, test } from 'vitest'
import { Normaliser } from '../../src/repeat/normal.ts'
import type { Frame } from '../../src/wire/types.ts'
import { concat, ethernet, ipv4, ipv6, tcp, text, udp } from '../support/frames.ts'

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }
const ENDS = { source: '10.0.0.1', destination: '10.0.0.2' }
const BACK = { source: '10.0.0.2', destination: '10.0.0.1' }

const frame = (bytes: Uint8Array): Frame => ({
  ...{ id: 1, point: 'client:eth0', time: 0, bytes, originalLength: bytes.length, linkType: 1 },
})

const word = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)

/** A segment with options behind its header; they have to fill whole words. */
function withOptions(segment: Uint8Array, options: Uint8Array): Uint8Array {
  return concat(segment.slice(0, 12), Uint8Array.of(0x50 + options.length * 4), segment.slice(13), options)
}

const timestamps = (value: number, echo: number) =>
  concat(Uint8Array.of(1, 1, 8, 10), word(value), word(echo))
const sack = (left: number, right: number) => concat(Uint8Array.of(1, 1, 5, 10), word(left), word(right))

const OUT = { sourcePort: 40001, destinationPort: 80 }
const INTO = { sourcePort: 80, destinationPort: 40001 }

/** The named field of each frame, as a run's normaliser gives it. */
function valuesOf(name: string, packets: readonly Uint8Array[]): (string | undefined)[] {
  const normaliser = new Normaliser()
  return packets.map((bytes) => {
    const fields = normaliser.fieldsOf(frame(ethernet(MACS, bytes)))
    return fields.find((field) => field.name === name)?.value
  })
}

test('timestamps count from the first one of their direction, past 2³² too', () => {
  const run = (client: number, server: number) =>
    valuesOf('tcp.options', [
      ipv4({ ...ENDS, protocol: 'tcp' }, withOptions(tcp({ ...OUT, flags: 'S' }), timestamps(client, 0))),
      ipv4(
        { ...BACK, protocol: 'tcp' },
        withOptions(tcp({ ...INTO, flags: 'S.' }), timestamps(server, client)),
      ),
      ipv4({ ...ENDS, protocol: 'tcp' }, withOptions(tcp(OUT), timestamps(client + 10, server))),
    ])
  expect(run(1000, 50)).toEqual(run(0xffffffff, 0xfffffffa))
  expect(run(1000, 50)[2]).toContain('"value":10,"echo":0')
})

test('blocks that were acknowledged out of order count as sequence numbers do', () => {
  const run = (first: number) =>
    valuesOf('tcp.options', [
      ipv4({ ...ENDS, protocol: 'tcp' }, tcp({ ...OUT, sequence: first, flags: 'S' })),
      ipv4(
        { ...BACK, protocol: 'tcp' },
        withOptions(tcp({ ...INTO, acknowledgement: first + 1 }), sack(first + 1461, first + 2921)),
      ),
    ])[1]
  expect(run(1)).toContain('[1461,2921]')
  expect(run(70000)).toBe(run(1))
})

test('a second connection from the same port counts from its own first number', () => {
  const syn = (sequence: number) => ipv4({ ...ENDS, protocol: 'tcp' }, tcp({ ...OUT, sequence, flags: 'S' }))
  expect(valuesOf('tcp.sequence', [syn(7), syn(7), syn(99)])).toEqual(['0', '0', '0'])
})

test('ports that services listen on stay what they are; those that are drawn are numbered', () => {
  const datagram = (port: number) => ipv4({ ...ENDS, protocol: 'udp' }, udp(port, 53, text('?')))
  expect(valuesOf('udp.sourcePort', [1024, 51000, 40000, 51000].map(datagram))).toEqual([
    '1024',
    '#1',
    '#2',
    '#1',
  ])
  expect(valuesOf('udp.destinationPort', [datagram(51000)])).toEqual(['53'])
})

test('an identification of zero stays zero: nobody drew it', () => {
  const packet = (id: number) => ipv4({ ...ENDS, id, protocol: 'udp' }, udp(1, 2, text('x')))
  expect(valuesOf('ipv4.identification', [0, 500, 7, 500].map(packet))).toEqual(['0', '1', '2', '1'])
})

test('checksums are left out, whether they are right is not', () => {
  const right = ipv6({ source: 'fd00::1', destination: 'fd00::2', protocol: 'udp' }, udp(1, 2, text('x')))
  expect(valuesOf('udp.checksum', [right])).toEqual([undefined])
  expect(valuesOf('udp.checksumStatus', [right, right.with(right.length - 1, 0x79)])).toEqual(['good', 'bad'])
})
