import type { Findings } from '../text/findings.ts'
import { nameProblem } from './names.ts'
import type { Network } from './types.ts'

type Place = Pick<Network, 'bridge' | 'vlan'>

/** Where a network is: a bridge of its own and of its name, or a VLAN of a switch. */
export function resolveSwitch(
  network: string,
  { switch: name, vlan }: { readonly switch?: string | undefined; readonly vlan?: number | undefined },
  findings: Findings,
): Place {
  const path = ['networks', network]
  if (name === undefined || vlan === undefined) {
    if (name !== undefined) findings.error(path, 'which VLAN of the switch is it? give vlan', { part: 'key' })
    if (vlan !== undefined) findings.error(path, 'a VLAN of which switch? give switch', { part: 'key' })
    return { bridge: network }
  }
  const remedy = nameProblem(name)
  if (remedy) findings.error([...path, 'switch'], `"${name}" cannot name a switch`, { remedy })
  return { bridge: name, vlan }
}

type Placed = Omit<Network, 'subnet'>

/** On one switch, each network is a VLAN of its own, and frames take equally long: they wait at the same ports. */
export function checkSwitches(networks: readonly Placed[], findings: Findings): void {
  for (const [index, network] of networks.entries()) {
    const earlier = networks.slice(0, index).filter(({ bridge }) => bridge === network.bridge)
    for (const other of earlier) checkPair(network, other, findings)
  }
}

function checkPair(network: Placed, other: Placed, findings: Findings): void {
  const path = ['networks', network.name]
  const alone = [network, other].find(({ vlan }) => vlan === undefined)
  if (alone) findings.error(path, `"${alone.name}" is a network with a bridge of its own`, { part: 'key' })
  else if (network.vlan === other.vlan)
    findings.error([...path, 'vlan'], `VLAN ${network.vlan} of ${network.bridge} is "${other.name}" already`)
  if (network.delayUs !== other.delayUs)
    findings.error(path, `networks of one switch have one delay, and "${other.name}" has another`, {
      part: 'key',
    })
}
