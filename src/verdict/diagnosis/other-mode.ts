import { hopText } from '../say.ts'
import { configurationFor, configuredAs } from '../service.ts'
import { frameOf } from '../view.ts'
import { frameText } from '../words.ts'
import { grouped, onNodes } from './phrases.ts'
import { type Detector, handedOver, type Scene } from './scene.ts'

/** IPVS does what it was told, and it was told something else. */
export const otherMode: Detector = (scene) => {
  const { roles, view } = scene
  const others = roles.servers.filter((server) => isOther(scene, server))
  const hops = handedOver(scene).flatMap(({ hop, server }) => (others.includes(server) ? [hop] : []))
  const [first] = hops
  if (first === undefined) return undefined
  const told = grouped(
    others,
    (server) => `${configuredAs(view, roles, server)} instead of ${configurationFor(roles, server)}`,
  )
  return {
    nodes: [roles.director],
    text: `${hopText(view, first)} (${frameText(hops.map(frameOf))}): IPVS on ${roles.director} is configured, ${told}.`,
    remedy: onNodes(
      [roles.director],
      `ipvsadm -e -t ${roles.vip}:${roles.port} -r RIP ${optionsOf(scene, others[0] as string)}`,
    ),
  }
}

function isOther({ view, roles }: Scene, server: string): boolean {
  const configured = configuredAs(view, roles, server)
  return configured !== undefined && configured !== configurationFor(roles, server)
}

function optionsOf({ roles }: Scene, server: string): string {
  const wanted = configurationFor(roles, server)
  if (wanted === 'dr') return '-g'
  return wanted === 'nat' ? '-m' : `-i --tun-type ${roles.tunnels[server]?.type ?? 'ipip'}`
}
