import { hopText } from '../say.ts'
import { frameOf, journeysOf, ownAddresses, sender } from '../view.ts'
import { frameText } from '../words.ts'
import { type Detector, type Scene, serviceOf } from './scene.ts'

/** A health check that is refused where nobody listens takes a server out of service that is well. */
export const checkPort: Detector = (scene) => {
  const service = serviceOf(scene)
  const gone = scene.roles.servers.filter((server) => {
    const own = addressesOf(scene, server)
    return service?.servers.every((one) => !own.includes(one.address) || one.weight === 0) ?? false
  })
  for (const server of gone) {
    const refusal = refusedCheck(scene, server)
    if (refusal === undefined) continue
    const { hop, port } = refusal
    return {
      nodes: [scene.roles.director],
      text: `${hopText(scene.view, hop)} to port ${port} (${frameText([frameOf(hop)])}) was refused by ${server}, which serves port ${scene.roles.ports[server]}: keepalived took it out of the service.`,
      remedy: `keepalived.conf on ${scene.roles.director}: connect_port ${scene.roles.ports[server]} in the checker of ${server}`,
    }
  }
  return undefined
}

/** The director's own connection to a server's other port, which ended in a reset at once. */
function refusedCheck({ view, roles }: Pick<Scene, 'view' | 'roles'>, server: string) {
  for (const exchange of view.exchanges) {
    const [syn] = journeysOf(view, exchange.requests)
    const [answer] = journeysOf(view, exchange.replies)
    const [hop] = syn?.hops ?? []
    const port = exchange.destinationPort
    if (
      hop &&
      sender(view, hop) === roles.director &&
      answer?.flags?.includes('R') &&
      port !== roles.ports[server]
    )
      if (addressesOf({ view, roles }, server).includes(exchange.destination)) return { hop, port }
  }
  return undefined
}

const addressesOf = ({ view, roles }: Pick<Scene, 'view' | 'roles'>, server: string): string[] =>
  ownAddresses(view, server, roles.vip)
