import { describe, expect, test } from 'vitest'
import { Correlator } from '../../src/journey/correlator.ts'
import * as make from '../support/frames.ts'
import { segment } from './scene.ts'

const MACS = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' }

function packet(id: number, sequence: number): Uint8Array {
  const addresses = { source: '10.0.0.1', destination: '10.0.0.2', sourcePort: 1, destinationPort: 2 }
  return make.ethernet(MACS, segment({ ...addresses, flags: '.', id, sequence }))
}

/** Pushes a frame that lies somewhere inside of a larger buffer, as a reader of captures would. */
function push(correlator: Correlator, frame: Uint8Array, milliseconds: number, point: number): number {
  const buffer = make.concat(new Uint8Array(7), frame, new Uint8Array(9).fill(0xee))
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000]
  return correlator.push(buffer, 7, frame.length, frame.length, seconds, rest * 1e6, point)
}

describe('a stream of frames', () => {
  test('numbers journeys as they begin', () => {
    const correlator = new Correlator()
    const numbers = [1, 2, 1, 3].map((id, index) => push(correlator, packet(id, id), 0, index))
    expect(numbers).toEqual([1, 2, 1, 3])
    expect([correlator.frames, correlator.journeys]).toEqual([4, 3])
  })

  test('tells each journey once, with its frames in order, when it has been idle or when all ends', () => {
    const ended: [number, number[]][] = []
    const onEnd = ({ number, each }: { number: number; each: (visit: (frame: number) => void) => void }) => {
      const frames: number[] = []
      each((frame) => frames.push(frame))
      ended.push([number, frames])
    }
    const correlator = new Correlator({ onEnd })
    push(correlator, packet(1, 1), 0, 0)
    push(correlator, packet(2, 2), 10, 0)
    push(correlator, packet(1, 1), 20, 1)
    expect(ended).toEqual([])
    push(correlator, packet(3, 3), 4015, 0)
    expect(ended).toEqual([[2, [2]]])
    correlator.flush()
    expect(ended).toEqual([
      [2, [2]],
      [1, [1, 3]],
      [3, [4]],
    ])
  })

  test('frames of one hop have one header hash, those of another another one', () => {
    const headers: number[] = []
    const correlator = new Correlator({
      onEnd: ({ each }) => each((_frame, _point, header) => headers.push(header)),
    })
    const forwarded = packet(1, 1)
    forwarded.set(make.macBytes(MACS.to), 6)
    push(correlator, packet(1, 1), 0, 0)
    push(correlator, packet(1, 1), 0, 1)
    push(correlator, forwarded, 0, 1)
    correlator.flush()
    expect(headers[0]).toBe(headers[1])
    expect(headers[2]).not.toBe(headers[0])
  })

  test('ends the journey seen longest ago when too many are open', () => {
    const ended: number[] = []
    const correlator = new Correlator({ capacity: 2, onEnd: ({ number }) => ended.push(number) })
    for (const id of [1, 2]) push(correlator, packet(id, id), 0, 0)
    push(correlator, packet(1, 1), 0, 1)
    push(correlator, packet(3, 3), 0, 0)
    expect(ended).toEqual([2])
  })

  test('a journey that ends among others of the same packet leaves them alone', () => {
    const correlator = new Correlator()
    const everySecond = [0, 1000, 2000, 3000].map((time) => push(correlator, packet(1, 1), time, 0))
    expect(everySecond).toEqual([1, 2, 3, 4])
    const elsewhere = [3100, 3200].map((time) => push(correlator, packet(1, 1), time, 1))
    expect(elsewhere).toEqual([1, 2])
    // By now the third has been idle for too long, which stands between the others.
    expect(push(correlator, packet(2, 2), 6500, 0)).toBe(5)
    const later = [6600, 6600, 6600].map((time) => push(correlator, packet(1, 1), time, 2))
    expect(later).toEqual([1, 2, 4])
  })

  test('a storm of one frame keeps few journeys open', () => {
    let ended = 0
    const correlator = new Correlator({ onEnd: () => ended++ })
    for (let count = 0; count < 1000; count++) push(correlator, packet(1, 1), 0, 0)
    expect(correlator.journeys).toBe(1000)
    expect(1000 - ended).toBe(16)
  })

  test('a time before the first frame does no harm', () => {
    const correlator = new Correlator()
    expect(push(correlator, packet(1, 1), 9000, 0)).toBe(1)
    expect(push(correlator, packet(1, 1), 8999, 1)).toBe(1)
  })
})

test('memory follows what is under way, not the length of the capture', () => {
  const correlator = new Correlator()
  const frame = packet(1, 1)
  const view = new DataView(frame.buffer)
  const push = (sequence: number) => {
    view.setUint32(38, sequence)
    correlator.push(frame, 0, frame.length, frame.length, Math.floor(sequence / 1000), 0, 0)
  }
  for (let sequence = 0; sequence < 20_000; sequence++) push(sequence)
  const before = process.memoryUsage().arrayBuffers
  for (let sequence = 20_000; sequence < 200_000; sequence++) push(sequence)
  // Without an end, 180,000 journeys would take 14 MB more.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4e6)
})
