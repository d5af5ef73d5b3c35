import { expect, test } from 'vitest'
import { emptyView, type RunView } from '../../src/events/view.ts'
import type { Journey } from '../../src/journey/types.ts'
import { timelineLines } from '../../src/report/timeline/timeline.ts'

/** 2026-01-01, in milliseconds. */
const BEGIN = 1_767_225_600_000
const page = { width: 80, paint: (_: unknown, text: string) => text, all: false } as const
const MACS = { lb1: '02:00:00:00:00:01', lb2: '02:00:00:00:00:02' }

let id = 0
function packet(node: keyof typeof MACS, ms: number, what: Partial<Journey>): Journey {
  id += 1
  const sighting = { frame: id, point: `${node}:eth0`, time: ms * 1e6, direction: 'out' } as const
  const hop = {
    ...{ sourceMac: MACS[node], destinationMac: 'ff:ff:ff:ff:ff:ff', source: '', destination: '' },
    ...{ encapsulation: [], sightings: [sighting], changes: [] },
  }
  return { id, kind: 'other', summary: '', payloadLength: 0, disposition: 'broadcast', hops: [hop], ...what }
}

const advert = (node: keyof typeof MACS, ms: number, priority: number): Journey =>
  packet(node, ms, {
    vrrp: { version: 2, routerId: 51, priority, interval: 1000, addresses: ['10.0.0.100'], checksum: 'good' },
  })

const claim = (ms: number): Journey =>
  packet('lb2', ms, {
    kind: 'arp',
    neighbour: { kind: 'gratuitous', target: '10.0.0.100', sender: '10.0.0.100' },
  })

const attempts = (outcomes: string) =>
  [...outcomes].map((sign, index) => ({
    outcome: sign === '.' ? ('answered' as const) : ('timeout' as const),
    ...{ milliseconds: 3, at: BEGIN + index * 100 },
  }))

const view: RunView = {
  ...emptyView,
  origin: BEGIN,
  names: { macs: { [MACS.lb1]: 'lb1', [MACS.lb2]: 'lb2' }, addresses: {} },
  happened: [
    { event: 'begin', at: BEGIN, milliseconds: 0 },
    { event: 'lb1-dies', at: BEGIN + 1000, milliseconds: 2 },
  ],
  addressChanges: [
    { at: BEGIN - 3000, node: 'lb1', interface: 'eth0', cidr: '10.0.0.100/32', change: 'gained' },
    { at: BEGIN + 1600, node: 'lb2', interface: 'eth0', cidr: '10.0.0.100/32', change: 'gained' },
  ],
  journeys: [
    ...[advert('lb1', 500, 150), advert('lb1', 1000, 150), advert('lb1', 1010, 0)],
    ...[1602, 2602, 3602, 4602].map((ms) => advert('lb2', ms, 100)),
    ...[1603, 1604, 1605].map(claim),
    advert('lb2', 9000, 100),
  ],
  probes: [{ probe: 'steady', from: 'client', attempts: attempts('.......... xxxxxx....x') }],
}

test('everything stands on one time axis; what says the same again is told once, and anew after a pause', () => {
  expect(timelineLines(view, page).join('\n')).toMatchInlineSnapshot(`
    "
    Timeline
          s  who     what
      0.000          begin
      0.500  lb1     VRRP advert, router 51, priority 150, 2 times in 500 ms
      1.000          lb1-dies
      1.000  client  steady: the first of 8 requests that end in timeout
      1.010  lb1     VRRP advert, router 51, priority 0
      1.600  lb2     holds 10.0.0.100 on eth0
      1.602  lb2     VRRP advert, router 51, priority 100, each 1.00 s until 4.602
      1.603  lb2     gratuitous ARP for 10.0.0.100, 3 times in 2 ms
      9.000  lb2     VRRP advert, router 51, priority 100"
  `)
})

test('without a timeline there is none', () => {
  expect(timelineLines({ ...view, happened: [] }, page)).toEqual([])
})
