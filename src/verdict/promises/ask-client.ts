import { every, provenBy, type Shown } from '../finding.ts'
import type { ModePromise } from '../mode.ts'
import { asks, introduction, wordingFor } from '../neighbour.ts'
import type { ModeRoles } from '../roles.ts'
import { askText, messageText } from '../say.ts'
import { pointsOf } from '../topology.ts'
import { reachedServers } from '../traffic.ts'
import { ownAddresses, type View } from '../view.ts'
import { titled } from '../words.ts'

/** A real server that introduces itself with the VIP takes it over in the neighbour entry of whom it asks. */
export const arpClientAsked: ModePromise = (roles) => ({
  stage: 'ask-client',
  title: `Real servers ask for ${titled(roles.labels.home)} with their own address`,
  expected: `${askText(roles.vip, roles.labels.server, roles.labels.homeAddress, 'RIP')}, never VIP`,
  check: (view) => {
    const servers = askingServers(view, roles)
    const points = roles.servers.flatMap((server) => pointsOf(view.lab, server))
    const wording = { noun: 'real server', none: 'no real server received a request', points }
    const finding = every(view, servers, wording, (server) => showClientAsk(view, roles, server))
    return provenBy(view, points, finding)
  },
})

/** Real servers that were sent a request, and those that introduced themselves with the VIP. */
function askingServers(view: View, roles: ModeRoles): string[] {
  const reached = reachedServers(view, roles)
  const telling = (server: string) => asks(view, server).some(({ tell }) => tell === roles.vip)
  return roles.servers.filter((server) => reached.includes(server) || telling(server))
}

function showClientAsk(view: View, { home, labels, vip, client }: ModeRoles, server: string): Shown {
  const asked = asks(view, server)
  const poison = asked.find(({ tell }) => tell === vip)
  if (poison !== undefined) return { deviation: { text: messageText(view, poison), frame: poison.frame } }
  const wanted = ownAddresses(view, home[server]?.node ?? client, vip)
  const own = ownAddresses(view, server, vip)
  const right = asked.filter((ask) => ask.broadcast && wanted.includes(ask.target) && own.includes(ask.tell))
  if (right.length > 0) return { frames: right.map(({ frame }) => frame) }
  const told = introduction(view, wanted, own)
  if (told !== undefined) return { frames: [told.frame] }
  return { deviation: { text: `${server} never ${wordingFor(vip).asked(labels.homeAddress)}` } }
}
