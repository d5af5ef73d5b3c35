import { describe, expect, test } from 'vitest'
import type { Diagnosis } from '../../src/verdict/types.ts'
import { Failover, VIP } from '../support/failover.ts'

const HOLDER = 'holder: { address: 10.0.0.100, is: lb2, after: lb1-stops, within: 1s }'

/** Until the event all is well: lb1 has the address and advertises it each second. */
function begun(expected = HOLDER, edit?: (text: string) => string): Failover {
  const run = new Failover([expected], edit)
  run.gains('lb1', -5000)
  for (let at = -5000; at < 1000; at += 1000) run.advert('lb1', at)
  return run
}

/** lb2 takes over, late enough to break the promise, and advertises. */
function takenOver(run: Failover, at = 4600): Failover {
  run.gains('lb2', at)
  for (let next = at; next < at + 3000; next += 1000) run.advert('lb2', next)
  run.announces('lb2', at)
  return run
}

function daemon(run: Failover, node: string, state: 'ended' | 'frozen'): Failover {
  run.state(node).daemons = [{ name: `${node}-keepalived`, state }]
  return run
}

/** What a promise that has to be broken is put down to. */
async function diagnosis(run: Failover): Promise<Partial<Diagnosis>> {
  const verdict = await run.verdict()
  expect(verdict.status).toBe('fail')
  return verdict.diagnosis ?? {}
}

describe('keepalived', () => {
  test('was killed: it has ended, and its address is there still', async () => {
    const { cause, nodes, text } = await diagnosis(daemon(takenOver(begun()), 'lb1', 'ended'))
    expect({ cause, nodes }).toEqual({ cause: 'keepalived-killed', nodes: ['lb1'] })
    expect(text).toMatch(
      /ended without giving 10\.0\.0\.100 up\. .*priority 150 \(frame 60\) is the last of lb1; lb1 and lb2 have/,
    )
  })

  test('is not said to be killed where it gave its address up, as was meant', async () => {
    const run = daemon(begun(), 'lb1', 'ended')
    run.loses('lb1', 1050)
    expect((await diagnosis(takenOver(run))).cause).toBe('unknown')
  })

  test('was stopped: it has ended where nothing was meant to end it', async () => {
    const run = daemon(daemon(begun(), 'lb1', 'ended'), 'lb2', 'ended')
    run.loses('lb1', 1050)
    expect(await diagnosis(run)).toMatchObject({ cause: 'keepalived-stopped', nodes: ['lb2'] })
  })

  test('is frozen', async () => {
    const run = daemon(takenOver(begun()), 'lb1', 'frozen')
    expect(await diagnosis(run)).toMatchObject({ cause: 'keepalived-frozen', nodes: ['lb1'] })
  })

  test('may be frozen on purpose', async () => {
    const run = begun(HOLDER, (text) => text.replace('stop: keepalived', 'freeze: keepalived'))
    expect((await diagnosis(daemon(takenOver(run), 'lb1', 'frozen'))).cause).toBe('unknown')
  })
})

describe('keepalived-frozen for a while', () => {
  /** lb1 keeps its address and says nothing; lb2 takes it as well. */
  const stalled = (run = begun(), back = 6000) => {
    takenOver(run)
    run.request(4000, true)
    run.advert('lb1', back)
    return run
  }

  test('a master said nothing for long, and had its address and its link', async () => {
    const { cause, nodes, text } = await diagnosis(stalled())
    expect({ cause, nodes }).toEqual({ cause: 'keepalived-frozen', nodes: ['lb1'] })
    expect(text).toMatch(/lb1 had 10\.0\.0\.100 all the time and a link that worked \(frame .* 6000 ms/)
  })

  test.each<[string, () => Failover]>([
    ['said something in time', () => stalled(begun(), 3900)],
    [
      'lost its address meanwhile',
      () => {
        const run = begun()
        run.loses('lb1', 3000)
        run.gains('lb1', 5900)
        return stalled(run)
      },
    ],
    [
      'was meant to stand still',
      () => stalled(begun(HOLDER, (text) => text.replace('stop: keepalived', 'freeze: keepalived'))),
    ],
  ])('is not said of one that %s', async (_, run) => {
    expect((await diagnosis(run())).cause).not.toBe('keepalived-frozen')
  })
})

describe('link-down', () => {
  const cut = (run: Failover, node: string) => {
    run.state(node).interfaces = run
      .state(node)
      .interfaces.map((one) => ({ ...one, carrier: one.name === 'lo' }))
    return run
  }

  test('a link has no carrier', async () => {
    expect(await diagnosis(cut(begun(), 'lb2'))).toMatchObject({
      ...{ cause: 'link-down', nodes: ['lb2'] },
      text: expect.stringContaining('eth0 of lb2 has no carrier'),
    })
  })

  test('may be meant', async () => {
    const run = begun(HOLDER, (text) => text.replace('stop: keepalived', 'down: eth0'))
    expect((await diagnosis(cut(run, 'lb1'))).cause).toBe('unknown')
  })
})

describe('link-down for a while', () => {
  const OTHERS = { seenBy: ['client', 'rs1', 'rs2'] }

  /** What lb2 says as master never comes to lb1, which is back in the end. */
  const silent = (more: (run: Failover) => void = () => undefined, edit?: (text: string) => string) => {
    const run = begun(HOLDER, edit)
    run.loses('lb1', 1050)
    run.gains('lb2', 4600)
    for (let at = 4600; at < 7600; at += 1000) run.advert('lb2', at, {}, OTHERS)
    run.advert('lb1', 8000)
    more(run)
    return run
  }

  test('nothing comes to it or leaves it, and others hear', async () => {
    const { cause, nodes, text } = await diagnosis(silent())
    expect({ cause, nodes }).toEqual({ cause: 'link-down', nodes: ['lb1'] })
    expect(text).toMatch(/nothing came to eth0 of lb1 or left it for 8000 ms, .* heard lb2 \(frames/)
  })

  test.each<[string, (run: Failover) => void]>([
    ['something left', (run) => run.answers('lb1', 4000)],
    ['something came to', (run) => run.request(4000, false)],
  ])('is not said of a link that %s', async (_, more) => {
    expect((await diagnosis(silent(more))).cause).not.toBe('link-down')
  })

  test('is not said of a backup that takes over when it is cut off', async () => {
    const run = begun()
    for (let at = 1000; at < 8000; at += 1000) run.advert('lb1', at, {}, OTHERS)
    expect((await diagnosis(takenOver(run, 3610))).cause).toBe('partition')
  })

  test('is not said where nobody heard it', async () => {
    const run = begun()
    for (let at = 4600; at < 7600; at += 1000) run.advert('lb2', at, {}, { seenBy: [] })
    run.advert('lb1', 8000)
    expect((await diagnosis(run)).cause).not.toBe('link-down')
  })

  test('nobody knows what came to a link whose capture lost packets', async () => {
    const run = silent()
    for (const capture of run.captures) if (capture.point === 'lb1:eth0') capture.dropped = 1
    expect((await diagnosis(run)).cause).not.toBe('link-down')
  })

  test('may be meant', async () => {
    const run = silent(undefined, (text) => text.replace('stop: keepalived', 'down: eth0'))
    expect((await diagnosis(run)).cause).not.toBe('link-down')
  })
})

describe('partition', () => {
  /** After the event lb2 does not hear lb1, and takes over; the others hear both. */
  const parted = (missed: number, edit?: (text: string) => string) => {
    const run = takenOver(begun(HOLDER, edit))
    const seenBy = ['client', 'rs1', 'rs2']
    for (let index = 0; index < missed; index += 1) run.advert('lb1', 1500 + index * 1000, {}, { seenBy })
    return run
  }

  test('adverts leave one and never come to the other', async () => {
    const { cause, nodes, text } = await diagnosis(parted(4))
    expect({ cause, nodes }).toEqual({ cause: 'partition', nodes: ['lb1', 'lb2'] })
    expect(text).toMatch(/3 more adverts of lb1 \(.*\) never came to lb2, which client, rs1 and rs2 heard/)
  })

  test('two that are missing do not make one', async () => {
    expect((await diagnosis(parted(2))).cause).toBe('unknown')
  })

  test('nobody knows what came to a link whose capture lost packets', async () => {
    const run = parted(4)
    for (const capture of run.captures) if (capture.point === 'lb2:eth0') capture.dropped = 1
    expect((await diagnosis(run)).cause).toBe('unknown')
  })

  test('may be meant', async () => {
    const run = parted(4, (text) => text.replace('stop: keepalived, on: lb1', 'cut: [lb1, lb2]'))
    expect((await diagnosis(run)).cause).toBe('unknown')
  })
})

describe('garp-missing', () => {
  const ANNOUNCED = 'announced: { address: 10.0.0.100, by: lb2, within: 1s }'
  const silent = (to: string) => {
    const run = begun(ANNOUNCED)
    run.loses('lb1', 1050)
    run.gains('lb2', 1800)
    run.request(2000, false, to)
    return run
  }

  test('nobody was told, and requests go where the address was before', async () => {
    const { cause, nodes, text } = await diagnosis(silent('lb1'))
    expect({ cause, nodes }).toEqual({ cause: 'garp-missing', nodes: ['lb2'] })
    expect(text).toMatch(/\(frame \d+\) went to lb1 200 ms after lb2 got 10\.0\.0\.100/)
  })

  test('is nobody’s fault where requests find their way', async () => {
    expect((await diagnosis(silent('lb2'))).cause).toBe('unknown')
  })

  test('is not said where it was announced, however late', async () => {
    const run = silent('lb1')
    run.announces('lb2', 4000)
    expect((await diagnosis(run)).cause).toBe('unknown')
  })
})

describe('mac-moved', () => {
  const VIRTUAL = '00:00:5e:00:01:33'

  /** Both have the virtual MAC; lb2 is master, and each sends with it once, in the order given. */
  const shared = (nodes: readonly string[], ...senders: readonly string[]) => {
    const run = takenOver(begun())
    for (const node of nodes)
      run.state(node).interfaces = [
        ...run.state(node).interfaces,
        { name: 'vrrp.51', mac: VIRTUAL, addresses: [], up: true, carrier: true, receiveErrors: 0 },
      ]
    senders.forEach((from, index) => {
      const packet = { kind: 'other' as const, summary: 'IGMP report' }
      const hop = { sourceMac: VIRTUAL, source: '0.0.0.0', destination: '224.0.0.22' }
      run.draw({ at: 5000 + index * 100, from, to: '01:00:5e:00:00:16', packet, hop })
    })
    run.request(5500, false, VIRTUAL)
    return run
  }

  test('a backup was the last to send with it', async () => {
    const { cause, nodes, text } = await diagnosis(shared(['lb1', 'lb2'], 'lb2', 'lb1'))
    expect({ cause, nodes }).toEqual({ cause: 'mac-moved', nodes: ['lb1'] })
    expect(text).toMatch(
      /lb1 sent IGMP report \(frame \d+\) from 00:00:5e:00:01:33, the MAC with which lb2 had 10\.0\.0\.100/,
    )
  })

  test.each([
    ['where the master was the last', ['lb1', 'lb2'], ['lb1', 'lb2']],
    ['where nobody sent with it', ['lb1', 'lb2'], []],
    ['of a MAC that one node has', ['lb2'], ['lb1']],
  ])('is not said %s', async (_, nodes, senders) => {
    expect((await diagnosis(shared(nodes, ...senders))).cause).not.toBe('mac-moved')
  })
})

describe('vrrp-priority', () => {
  test('a node advertises another priority than the healthy lab gives it', async () => {
    const run = new Failover([HOLDER])
    run.gains('lb2', -5000)
    run.advert('lb2', 0, { priority: 200 })
    expect(await diagnosis(run)).toMatchObject({
      ...{ cause: 'vrrp-priority', nodes: ['lb2'] },
      text: expect.stringContaining('100 was meant for lb2'),
    })
  })

  test('a farewell is none', async () => {
    const run = begun()
    run.advert('lb1', 1010, { priority: 0 })
    expect((await diagnosis(run)).cause).toBe('unknown')
  })
})

describe('what two directors say against each other explains an outage as well', () => {
  const OUTAGE = 'outage: { probe: steady, after: lb1-stops, within: 2-4s }'
  const both = (facts: Parameters<Failover['advert']>[2]) => {
    const run = begun(OUTAGE)
    run.requests()
    run.advert('lb2', -4000, facts)
    return run
  }

  test.each([
    ['vrrp-router-id', { routerId: 52 }],
    ['vrrp-authentication', { secret: 'another' }],
  ])('%s', async (cause, facts) => {
    expect(await diagnosis(both(facts))).toMatchObject({ cause, nodes: ['lb1', 'lb2'] })
  })

  test('vrrp-filtered', async () => {
    const run = both({})
    run.state('lb2').netfilter = [
      {
        ...{ family: 'ipv4', table: 'filter', chain: 'INPUT', packets: 7, bytes: 280 },
        rule: '-A INPUT -d 224.0.0.18/32 -j DROP',
      },
    ]
    expect(await diagnosis(run)).toMatchObject({ cause: 'vrrp-filtered', nodes: ['lb2'] })
  })
})

describe('sync-off', () => {
  const OUTCOME = 'outcome: { probe: steady, is: answered }'

  /** One connection that begins at lb1 and goes on at lb2, which resets it. */
  const moved = () => {
    const run = new Failover([OUTCOME])
    run.request(0, true, 'lb1')
    const [attempt] = run.attempts
    if (attempt) attempt.outcome = 'reset'
    const ends = { source: '10.0.0.2', sourcePort: 40_001, destination: VIP, destinationPort: 80 }
    const back = { source: VIP, sourcePort: 80, destination: '10.0.0.2', destinationPort: 40_001 }
    const tcp = { kind: 'tcp' as const }
    run.draw({
      ...{ at: 3000, from: 'client', to: 'lb2', packet: { ...tcp, summary: 'ACK', flags: '.' } },
      ...{ hop: ends, exchange: { id: 1, side: 'requests' } },
    })
    run.draw({
      ...{ at: 3001, from: 'lb2', to: 'client', packet: { ...tcp, summary: 'RST', flags: 'R' } },
      ...{ hop: back, exchange: { id: 1, side: 'replies' } },
    })
    return run
  }

  test('the new director resets what the old one never told it of', async () => {
    expect(await diagnosis(moved())).toMatchObject({
      ...{ cause: 'sync-off', nodes: ['lb1'] },
      text: expect.stringContaining('lb1 sent no sync message'),
    })
  })

  test('a sync message is proof against it', async () => {
    const run = moved()
    const hop = { source: '10.0.0.3', destination: '224.0.0.81', sourcePort: 8848, destinationPort: 8848 }
    const packet = { kind: 'udp' as const, summary: 'UDP 52 B' }
    run.draw({ at: 1000, from: 'lb1', to: '01:00:5e:00:00:51', packet, hop })
    expect((await diagnosis(run)).cause).toBe('unknown')
  })
})
