import { every, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import type { ModeRoles } from '../roles.ts'
import { hopText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { type Packet, trafficOf } from '../traffic.ts'
import { frameOf, receiver, sender, type View } from '../view.ts'

/** Layer 2 takes every request packet to the director, whoever else owns the VIP. */
export const requestToDirector: ModePromise = (roles) => ({
  stage: 'request',
  title: 'Every request packet goes to the director first',
  expected: `${roles.via ?? roles.labels.station}:${roles.director}/CIP:VIP`,
  check: (view) => {
    const { requests, attempts } = trafficOf(view, roles)
    const silent = attempts.filter(({ exchange }) => exchange === undefined)
    const points = pointsOf(view.lab, roles.client)
    const wording = { noun: 'request packet', none: `no packet of probe ${roles.probe} was seen`, points }
    return every(view, [...requests, ...silent], wording, (item) =>
      'journey' in item
        ? showArrival(view, roles, item)
        : { deviation: { text: `an attempt of ${roles.client} sent no packet to VIP` } },
    )
  },
})

function showArrival(view: View, roles: ModeRoles, { exchange, journey }: Packet): Shown {
  const { via, front, director } = roles
  const hop = journey.hops.find((one) =>
    via === undefined ? sender(view, one) === front.node : receiver(view, one) === director,
  )
  if (hop === undefined) return { deviation: { text: `${via ?? front.node} sent nothing on` } }
  const unchanged = hop.source === exchange.source && hop.destination === exchange.destination
  if (receiver(view, hop) === director && unchanged) return { frames: [frameOf(hop)] }
  return { deviation: { text: hopText(view, hop), frame: frameOf(hop) } }
}
