import { absent, type Finding, fail, pass, provenBy } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import { asks, claims, type Message, wordingFor } from '../neighbour.ts'
import type { ModeRoles } from '../roles.ts'
import { askText, messageText } from '../say.ts'
import { pointsOf, pointsOn } from '../topology.ts'
import { ownAddresses, ownerOf, type View } from '../view.ts'
import { listed, titled } from '../words.ts'

/** The first question of all, asked of the whole LAN with the asker's own address. */
export const arpVipAsked: ModePromise = (roles) => ({
  stage: 'ask-vip',
  title: `${titled(roles.labels.station, 'The')} asks the LAN for the VIP`,
  expected: askText(roles.vip, roles.labels.station, 'VIP', roles.labels.stationAddress),
  check: (view) => checkAsked(view, roles),
})

function checkAsked(view: View, { front, vip }: ModeRoles): Finding {
  const { node: station, network } = front
  const own = ownAddresses(view, station, vip)
  const asked = asks(view, station).filter(({ target }) => target === vip)
  const [first] = asked
  if (first === undefined)
    return absent(
      view,
      pointsOf(view.lab, station, network),
      `${station} never ${wordingFor(vip).asked('VIP')}`,
    )
  const right = asked.filter(({ broadcast, tell }) => broadcast && own.includes(tell))
  const [good] = right
  if (good !== undefined)
    return pass(
      messageText(view, good),
      right.map(({ frame }) => frame),
    )
  return fail(messageText(view, first), [first.frame], { text: messageText(view, first), frame: first.frame })
}

/** Only one MAC may stand for the VIP, or the switch delivers requests past the director. */
export const arpOneResponder: ModePromise = (roles) => ({
  stage: 'answer-vip',
  title: 'Only the director claims the VIP',
  expected: `${wordingFor(roles.vip).claim('VIP', roles.director)}, from nobody else`,
  check: (view) => checkResponders(view, roles),
})

function checkResponders(view: View, { director, front, vip }: ModeRoles): Finding {
  const points = pointsOn(view.lab, front.network)
  const all = claims(view, vip)
  if (all.length === 0) return absent(view, points, `nobody ${wordingFor(vip).answered('VIP')}`)
  const [foreign] = all.filter(({ by }) => by !== director)
  if (foreign !== undefined) return foreignClaim(view, vip, all, foreign)
  return provenBy(
    view,
    points,
    pass(`${wordingFor(vip).claim('VIP', director)}, from nobody else`, framesOf(all)),
  )
}

function foreignClaim(view: View, vip: string, all: readonly Message[], foreign: Message): Finding {
  const by = [...new Set(all.map((claim) => claim.by))]
  return fail(wordingFor(vip).claim('VIP', listed(by)), framesOf(all), {
    text: messageText(view, foreign),
    frame: foreign.frame,
  })
}

const framesOf = (arps: readonly Message[]): number[] => arps.map(({ frame }) => frame)

/** What ARP or neighbour discovery left behind where requests come from, in the kernel's own words. */
export const clientNeighbour: ModePromise = (roles) => ({
  stage: 'request',
  title: `${titled(roles.labels.station, 'The')}'s neighbour entry for the VIP is the director's`,
  expected: `${roles.labels.station}: VIP lladdr ${roles.director}`,
  check: (view) => checkNeighbour(view, roles),
})

function checkNeighbour(view: View, { director, front, vip }: ModeRoles): Finding {
  const station = front.node
  const neighbours = view.stateByNode.get(station)?.neighbours ?? []
  const entry = neighbours.find(({ address }) => address === vip)
  if (entry?.mac === undefined) return fail(`${station}: VIP ${entry?.state ?? 'has no entry'}`, [])
  const owner = ownerOf(view, entry.mac)
  const observed = `${station}: VIP lladdr ${owner} ${entry.state}`
  return owner === director ? pass(observed, []) : fail(observed, [])
}
