import { expect, test } from 'vitest'
import { forgetting } from '../../src/live/forget.ts'
import { labNamed } from '../labs/support/declared.ts'

test('a round begins with empty caches: neighbours and routes of every node, names of those that remember them', () => {
  const lab = labNamed('dns-chain')
  const { operations } = forgetting(lab)
  expect(operations.flatMap((one) => (one.kind === 'ip' ? one.namespace : []))).toEqual(
    lab.nodes.map(({ name }) => name),
  )
  expect(operations.flatMap((one) => (one.kind === 'signal' ? [[one.daemon.name, one.signal]] : []))).toEqual(
    [
      ['client-dnsmasq', 'HUP'],
      ['resolver-unbound', 'HUP'],
    ],
  )
})
