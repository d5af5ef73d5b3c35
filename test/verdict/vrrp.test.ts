import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/verdict/types.ts'
import { Failover, VIP } from '../support/failover.ts'
import { verdictOn } from './support.ts'

const PROMISE = ['vrrp: { router: 51 }']
const HOP = { source: '10.0.0.3', destination: '224.0.0.18', ttl: 255 }
const VIRTUAL = '00:00:5e:00:01:33'

type Facts = Parameters<Failover['advert']>[2]
type Otherwise = Parameters<Failover['advert']>[3]

/** lb1 advertises each second until it is stopped, says farewell, and lb2 goes on. */
function handedOver(facts: Facts = {}, otherwise: Otherwise = {}): Failover {
  const run = new Failover(PROMISE)
  for (let at = -5000; at < 1000; at += 1000) run.advert('lb1', at, facts, otherwise)
  run.advert('lb1', 1040, { priority: 0 })
  for (let at = 1700; at < 6000; at += 1000) run.advert('lb2', at)
  return run
}

async function verdict(run: Failover, name: string): Promise<Verdict> {
  return verdictOn(await run.judged(), `vrrp/${name}`)
}

describe('a virtual router', () => {
  test('keeps all its promises as one hands over to the other', async () => {
    const verdicts = await handedOver().judged()
    expect(verdicts.map(({ expectation, status }) => `${expectation} ${status}`)).toEqual([
      'vrrp/addressed pass',
      'vrrp/ttl pass',
      'vrrp/source-mac pass',
      'vrrp/message pass',
      'vrrp/interval pass',
      'vrrp/priority pass',
      'vrrp/one-master pass',
      'vrrp/highest-master pass',
    ])
    for (const { expected, frames } of verdicts) {
      expect(expected).not.toContain('undefined')
      expect(frames).not.toEqual([])
    }
  })

  test('that nobody advertises breaks them all', async () => {
    const verdicts = await new Failover(PROMISE).judged()
    expect(verdicts.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'fail'))
  })

  test('whose silence may be that of the captures does not', async () => {
    const run = new Failover(PROMISE)
    for (const capture of run.captures) capture.live = false
    expect((await run.judged()).map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, () => 'inconclusive'),
    )
  })
})

describe('how adverts are sent', () => {
  test.each([
    ['addressed', { hop: { destination: '224.0.0.19' } }],
    ['addressed', { to: '01:00:5e:00:00:13' }],
    ['ttl', { hop: { ...HOP, ttl: 254 } }],
  ])('%s fails with %o', async (name, otherwise) => {
    expect(await verdict(handedOver({}, otherwise), name)).toMatchObject({ status: 'fail' })
  })

  test('by no member of the virtual router', async () => {
    const run = handedOver()
    run.advert('rs1', 2000, { priority: 50 })
    expect(await verdict(run, 'message')).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining('rs1 is no part of it'),
    })
  })

  const withMac = (change: string, otherwise: Otherwise = {}) => {
    const run = new Failover(PROMISE, (text) =>
      text.replaceAll(
        /file: (lb\d).conf/g,
        `file: $1.conf, edit: { "advert_int 1": "advert_int 1\\n${change}" }`,
      ),
    )
    for (let at = 0; at < 5000; at += 1000) run.advert('lb1', at, {}, otherwise)
    return run
  }

  test('from another MAC address than with use_vmac', async () => {
    expect(await verdict(withMac('  use_vmac'), 'source-mac')).toMatchObject({
      ...{ status: 'fail', expected: 'the virtual MAC address' },
      observed: expect.stringContaining(`instead of ${VIRTUAL}`),
    })
  })

  test('from the virtual MAC address, which both have', async () => {
    const run = withMac('  use_vmac', { hop: { ...HOP, sourceMac: VIRTUAL } })
    for (const node of ['lb1', 'lb2']) {
      const { interfaces } = run.state(node)
      const [, eth0] = interfaces
      if (eth0)
        run.state(node).interfaces = [...interfaces, { ...eth0, name: 'vrrp.51', mac: VIRTUAL, over: 'eth0' }]
    }
    expect(await verdict(run, 'source-mac')).toMatchObject({ status: 'pass', observed: '5 of 5 adverts' })
    expect(await verdict(run, 'addressed')).toMatchObject({ status: 'pass' })
  })

  test('to the group, where the configuration names peers', async () => {
    const run = withMac('  unicast_peer {\\n    10.0.0.9\\n  }')
    expect(await verdict(run, 'addressed')).toMatchObject({ status: 'fail', expected: 'to 10.0.0.9' })
  })
})

describe('what adverts say', () => {
  test.each<[string, Facts]>([
    ['version 3 instead of 2', { version: 3 }],
    ['router 52 instead of 51', { routerId: 52 }],
    ['interval 2000 ms instead of 1000 ms', { interval: 2000 }],
    ['authentication 0 instead of 1', { authentication: 0 }],
    [`addresses 10.0.0.100 and 10.0.0.200 instead of ${VIP}`, { addresses: [VIP, '10.0.0.200'] }],
    ['a bad checksum', { checksum: 'bad' }],
  ])('%s', async (words, facts) => {
    expect(await verdict(handedOver(facts), 'message')).toMatchObject({
      status: 'fail',
      observed: expect.stringContaining(words),
    })
  })

  test('another priority than was meant, which explains it', async () => {
    expect(await verdict(handedOver({ priority: 90 }), 'priority')).toMatchObject({
      ...{ status: 'fail', observed: expect.stringContaining('priority 90 of lb1 instead of 150') },
    })
    const run = new Failover(PROMISE)
    run.advert('lb2', 0, { priority: 200 })
    expect((await verdict(run, 'priority')).diagnosis).toMatchObject({
      cause: 'vrrp-priority',
      nodes: ['lb2'],
    })
  })

  test('no farewell, though it was ended in good order', async () => {
    const run = new Failover(PROMISE)
    for (let at = 0; at < 1000; at += 500) run.advert('lb1', at)
    run.advert('lb2', 4700)
    expect(await verdict(run, 'priority')).toMatchObject({
      status: 'fail',
      observed: 'lb1 was ended as master and never said priority 0',
    })
  })
})

describe('interval', () => {
  const each = (...times: readonly number[]) => {
    const run = new Failover(PROMISE, (text) => text.replace('at: 1s', 'at: 6s'))
    for (const at of times) run.advert('lb1', at)
    return verdict(run, 'interval')
  }

  test('is the median of the time between two adverts', async () => {
    expect(await each(0, 1010, 2020, 2100, 3100)).toMatchObject({
      status: 'pass',
      observed: 'lb1 each 1010 ms (80 ms to 1010 ms, 4 times)',
    })
    expect(await each(0, 2000, 4000)).toMatchObject({ status: 'fail' })
  })

  test('leaves no time for a backup', async () => {
    const afterGap = (ms: number) =>
      each(-4000, -3000, -2000, -1000, ...[0, 1000, 2000, 3000].map((more) => -1000 + ms + more))
    // Three adverts and the skew time of priority 100: 3.609 s.
    expect(await afterGap(3700)).toMatchObject({ status: 'fail' })
    expect(await afterGap(3500)).toMatchObject({ status: 'pass' })
  })

  test('is not known from one advert', async () => {
    expect(await each(0)).toMatchObject({ status: 'inconclusive' })
  })
})

describe('who is master', () => {
  test('two at a time', async () => {
    const run = handedOver()
    for (let at = -4500; at < 0; at += 1000) run.advert('lb2', at)
    expect(await verdict(run, 'one-master')).toMatchObject({
      status: 'fail',
      observed: expect.stringMatching(
        /^9 adverts in a row \(.*\), of lb2 and lb1, each between two of another$/,
      ),
    })
  })

  test('adverts that cross once are a handing over', async () => {
    const run = new Failover(PROMISE, (text) => text.replace('at: 1s', 'at: 6s'))
    for (const at of [0, 1000, 2000, 3010]) run.advert('lb2', at)
    for (const at of [3000, 4000, 5000]) run.advert('lb1', at)
    expect(await verdict(run, 'one-master')).toMatchObject({
      status: 'pass',
      observed: 'lb2 (3 adverts), then lb1 (1 advert), then lb2 (1 advert), then lb1 (2 adverts)',
    })
  })

  test('is not the highest that lives', async () => {
    const run = new Failover(PROMISE)
    for (let at = -9000; at < 6000; at += 1000) run.advert('lb2', at)
    expect(await verdict(run, 'highest-master')).toMatchObject({
      ...{ status: 'fail', expected: 'lb1 before lb2' },
      observed: expect.stringMatching(/^\d adverts of lb2, .* of 100, while lb1 with 150 could be master/),
    })
  })

  test('may be the lower at first, and once the higher is ended', async () => {
    const run = new Failover(PROMISE)
    for (const at of [-5000, -4000]) run.advert('lb2', at)
    for (const at of [-3000, -2000, -1000, 0]) run.advert('lb1', at)
    for (const at of [1700, 2700]) run.advert('lb2', at)
    expect(await verdict(run, 'highest-master')).toMatchObject({ status: 'pass' })
  })

  test('may be the lower where the higher may not take over', async () => {
    const run = new Failover(PROMISE, (text) =>
      text.replace(
        'file: lb1.conf',
        'file: lb1.conf, edit: { "priority 150": "priority 150\\n  nopreempt" }',
      ),
    )
    for (let at = -9000; at < 6000; at += 1000) run.advert('lb2', at)
    expect(await verdict(run, 'highest-master')).toMatchObject({ status: 'pass' })
  })
})
