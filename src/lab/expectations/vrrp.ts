import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import type { Setting } from './setting.ts'
import type { VrrpExpectation, VrrpMember } from './vrrp-types.ts'

export const vrrpSchema = z.strictObject({
  router: z.int().min(1).max(255).describe('Virtual router id (virtual_router_id of keepalived.conf)'),
  as: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a lower-case name such as vrrp-51')
    .optional()
    .describe('What its ids begin with; vrrp if not given'),
})

export function resolveVrrp(
  { router, as = 'vrrp' }: z.output<typeof vrrpSchema>,
  path: Path,
  { promising, meant, findings }: Setting,
): VrrpExpectation | undefined {
  const all = promising.flatMap((node): VrrpMember[] =>
    (node.keepalived?.director.instances ?? []).map((instance) => ({ node: node.name, instance })),
  )
  const members = all.filter(({ instance }) => instance.routerId === router)
  const twice = members.find((one, index) => members.findIndex(({ node }) => node === one.node) < index)
  if (twice)
    return findings.error([...path, 'router'], `"${twice.node}" is in virtual router ${router} twice`)
  const directors = promising.filter(({ keepalived }) => keepalived)
  if (members.length > 0) return { kind: 'vrrp', as, router, members, meant, directors }
  if (findings.lost(['nodes'])) return undefined
  const known = [...new Set(all.flatMap(({ instance }) => instance.routerId ?? []))]
  const remedy = known.length > 0 ? `There is ${known.join(', ')}.` : 'No node has a vrrp_instance.'
  return findings.error([...path, 'router'], `nobody is in virtual router ${router}`, { remedy })
}
