import { addressName } from '../../journey/notation.ts'
import { every, type Finding, inconclusive, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import { asks, claims, introduction, wordingFor } from '../neighbour.ts'
import type { ModeRoles } from '../roles.ts'
import { askText, messageText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { reachedServers } from '../traffic.ts'
import { addressesOn, holderOf, linkAddresses, ownAddresses, type View } from '../view.ts'
import { listed, titled } from '../words.ts'
import { dueAddresses, scheduledAddresses, whyUnmet } from './turns.ts'

/**
 * The next hop to each real server of the service is asked for once, unless it spoke to the director first: the
 * real server itself, or the router before it. An owner of the VIP answers no question that comes from the VIP: the
 * director must ask with its own address.
 */
export const arpNextAsked: ModePromise = (roles) => ({
  stage: 'ask-server',
  title: `The director asks for ${roles.labels.nextAddress === 'RIP' ? 'each real server' : titled(roles.labels.next)} with its own address`,
  expected: `${askText(roles.vip, roles.director, roles.labels.nextAddress, 'DIP')}, answered by ${roles.labels.next}`,
  check: (view) => checkServerAsks(view, roles),
})

function checkServerAsks(view: View, roles: ModeRoles): Finding {
  const wording = {
    noun: roles.labels.nextAddress === 'RIP' ? 'real server address' : 'next hop',
    none: `${roles.director} never asked for the address of a real server`,
    points: pointsOf(view.lab, roles.director),
  }
  const met = metAddresses(view, roles)
  const unmet = nextHops(view, roles, dueAddresses(view, roles)).filter((address) => !met.includes(address))
  const spared = whyUnmet(view, roles)
  const wanted = met.length === 0 || spared !== undefined ? met : [...met, ...unmet]
  const finding = every(view, wanted, wording, (address) => showServerAsk(view, roles, address))
  if (finding.status !== 'pass' || spared === undefined || unmet.length === 0) return finding
  const names = listed(unmet.map((address) => addressName(address, view.names)))
  return inconclusive(`${finding.observed}, and no request for ${names}: ${spared}`, finding.frames)
}

/** Next hops that the director asked for, and those to real servers that were sent requests. */
function metAddresses(view: View, roles: ModeRoles): string[] {
  const held = roles.servers.flatMap((server) => ownAddresses(view, server, roles.vip))
  const known = nextHops(view, roles, [...held, ...scheduledAddresses(view, roles)])
  const asked = asks(view, roles.director).map(({ target }) => target)
  const reached = reachedServers(view, roles).flatMap((server) =>
    ownAddresses(view, server, roles.vip).slice(0, 1),
  )
  return [
    ...new Set([...asked.filter((target) => known.includes(target)), ...nextHops(view, roles, reached)]),
  ]
}

/** For addresses of real servers, those that the director has to find a MAC for. */
function nextHops(view: View, roles: ModeRoles, addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((address) => nextHop(view, roles, address)))]
}

function nextHop(view: View, { back }: ModeRoles, address: string): string {
  const server = holderOf(view, address)
  const step = back[server]
  if (step === undefined || step.node === server) return address
  return addressesOn(view, step)[0] ?? address
}

function showServerAsk(view: View, { director, vip }: ModeRoles, address: string): Shown {
  const asked = asks(view, director).filter(({ target }) => target === address)
  const own = ownAddresses(view, director, vip)
  const wrong = asked.find(({ tell }) => !own.includes(tell))
  if (wrong !== undefined) return { deviation: { text: messageText(view, wrong), frame: wrong.frame } }
  const first = asked.find(({ broadcast }) => broadcast)
  if (first === undefined) {
    const told = introduction(view, [address], [...own, vip])
    if (told !== undefined) return { frames: [told.frame] }
    return {
      deviation: { text: `${director} never ${wordingFor(address).asked(addressName(address, view.names))}` },
    }
  }
  const answer = claims(view, address).find(({ by }) =>
    linkAddresses(view.stateByNode.get(by)).includes(address),
  )
  if (answer === undefined)
    return {
      deviation: { text: `${messageText(view, first)}, unanswered`, frame: first.frame, unseen: true },
    }
  return { frames: [first.frame, answer.frame] }
}
