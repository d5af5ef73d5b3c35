import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { birdState } from '../../src/evidence/bird.ts'

/** What bird 2.0.12 of a border router answered, shortened. */
const recorded = (name: string) => readFileSync(`${import.meta.dirname}/recorded/bird-${name}.txt`, 'utf8')

const state = birdState({ 'show protocols all': recorded('protocols'), 'show route all': recorded('routes') })

test('sessions are the BGP protocols', () => {
  const internal = { state: 'Established', neighbourAs: 64512 }
  expect(state.sessions).toEqual([
    { name: 'isp', state: 'Established', neighbour: '203.0.113.1', neighbourAs: 64496 },
    { name: 'ar1', neighbour: '10.0.1.11', ...internal },
    { name: 'ar2', neighbour: '10.0.1.12', ...internal },
    { name: 'border2_core1', neighbour: '10.0.1.2', ...internal },
    { name: 'border2_core2', neighbour: '10.0.2.2', ...internal },
  ])
})

test('a session that is not up says why', () => {
  const text = `ar1        BGP        ---        start  02:40:04.265  Connect       Socket: No route to host
  BGP state:          Connect
    Neighbor address: 10.0.1.11
    Neighbor AS:      64512
    Last error:       Socket: No route to host
`
  expect(birdState({ 'show protocols all': text }).sessions).toEqual([
    {
      ...{ name: 'ar1', state: 'Connect', neighbour: '10.0.1.11', neighbourAs: 64512 },
      lastError: 'Socket: No route to host',
    },
  ])
})

test('routes have the protocol that brought them, and where they lead', () => {
  const of = (to: string) => state.routes.filter((route) => route.to === to)
  const told = { to: '198.51.100.11/32', type: 'unicast', source: 'bgp' }
  const second = { best: false, via: '10.0.2.11', dev: 'eth2', nextHop: '10.0.2.11' }
  expect(of('198.51.100.11/32')).toEqual([
    { ...told, protocol: 'ar1', best: true, via: '10.0.1.11', dev: 'eth1', nextHop: '10.0.1.11' },
    { ...told, protocol: 'border2_core2', ...second },
    { ...told, protocol: 'border2_core1', ...second },
  ])
  expect(of('198.51.100.0/24')).toEqual([
    { to: '198.51.100.0/24', type: 'unreachable', protocol: 'aggregate', source: 'static', best: true },
  ])
  expect(of('10.0.1.0/24')).toEqual([
    {
      ...{ to: '10.0.1.0/24', type: 'unicast', protocol: 'connected', source: 'direct', best: true },
      dev: 'eth1',
    },
  ])
  expect(of('0.0.0.0/0').map(({ protocol }) => protocol)).toEqual(['isp', 'border2_core2', 'border2_core1'])
})

test('a bird that does not answer has nothing to tell', () => {
  expect(birdState({ 'show protocols all': '', 'show route all': '' })).toMatchObject({
    sessions: [],
    routes: [],
  })
})
