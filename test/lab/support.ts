import { expect } from 'vitest'
import { type LoadOptions, loadLab } from '../../src/lab/load.ts'
import type { Node } from '../../src/lab/topology/types.ts'
import type { Lab } from '../../src/lab/types.ts'
import { formatDiagnostic } from '../../src/text/diagnostic.ts'

/** A lab that must be good; its mistakes are the failure's message. */
export function good(text: string, options: LoadOptions = {}): Lab {
  const loaded = loadLab({ path: 'test.yaml', text }, options)
  if (!loaded.ok) expect.fail(loaded.errors.map(formatDiagnostic).join('\n'))
  return loaded.lab
}

export function warnings(text: string, options: LoadOptions = {}): string[] {
  const loaded = loadLab({ path: 'test.yaml', text }, options)
  return loaded.ok ? loaded.warnings.map(({ message }) => message) : expect.fail('not a good lab')
}

/** Messages of a lab that must be bad. */
export function messages(text: string, options: LoadOptions = {}): string[] {
  const loaded = loadLab({ path: 'test.yaml', text }, options)
  return loaded.ok ? expect.fail('a good lab') : loaded.errors.map(({ message }) => message)
}

export function node(lab: Lab, name: string): Node {
  return lab.nodes.find((one) => one.name === name) ?? expect.fail(`no node ${name}`)
}

/** Every address of a node, as `eth0 10.0.0.2/24`. */
export function addresses(lab: Lab, name: string): string[] {
  return node(lab, name).addresses.map((one) => `${one.interface} ${one.cidr}`)
}

/** A lab around some nodes: one LAN, a probe of the first node, nothing else. */
export function labOf(nodes: string, rest = ''): string {
  return `title: Test
networks: { lan: 10.0.0.0/24 }
nodes:
${nodes.replace(/^/gm, '  ')}
probes: { ping: { from: client, ping: 10.0.0.99 } }
expect: [{ outcome: { probe: ping, is: unreachable } }]
${rest}`
}
