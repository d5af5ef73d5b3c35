import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import type { LinkSpec } from './host.ts'

export const onSchema = z
  .union([
    z.string(),
    z.array(z.string()).min(1),
    z.record(z.string(), z.string().describe('Address on that network (replicas count on from it), or auto')),
  ])
  .describe('Networks that the node is on, eth0 first; a map gives addresses: { lan: 10.0.0.7 }')

export type OnSpec = z.output<typeof onSchema>

export function linksOf(on: OnSpec, path: Path): LinkSpec[] {
  if (typeof on === 'string') return [{ network: on, path }]
  if (Array.isArray(on)) return on.map((network, index) => ({ network, path: [...path, index] }))
  return Object.entries(on).map(([network, address]) => {
    const at = { network, path: [...path, network] }
    return address === 'auto' ? at : { ...at, address }
  })
}

export const interfacesSchema = z
  .array(z.string())
  .describe('Names of the interfaces in the order of `on`; eth0, eth1, … if not given')
