import type { SessionsExpectation } from '../../lab/expectations/routing-types.ts'
import type { Expectation } from '../expectation.ts'
import { type Finding, fail, inconclusive, pass } from '../finding.ts'
import type { BgpSession } from '../types.ts'
import { holderOf, type View } from '../view.ts'
import { listed } from '../words.ts'
import { birdOf } from './bird.ts'

/**
 * With whom a node's BGP sessions are established at the end, by its routing daemon's own account: each session that it
 * has with a promised node, and none with anybody else.
 */
export function sessions(spec: SessionsExpectation): Expectation {
  const whom = spec.with.length === 0 ? 'nobody' : `${listed(spec.with)}${AND_NOBODY}`
  return {
    id: `bgp/${spec.node}`,
    stage: 'end',
    title: `${spec.node} has BGP sessions with ${whom}`,
    routing: { node: spec.node },
    expected: `established with ${whom}`,
    check: (view) => checkSessions(view, spec),
  }
}

const AND_NOBODY = ', and with nobody else'

function checkSessions(view: View, { node, with: promised }: SessionsExpectation): Finding {
  if (view.stateByNode.get(node)?.bird === undefined)
    return inconclusive(`nobody asked a routing daemon of ${node}`)
  const bird = birdOf(view, node)
  if (bird === undefined) return inconclusive(`the routing daemon of ${node} did not answer`)
  const all = bird.sessions.map((session) => ({ session, partner: holderOf(view, session.neighbour) }))
  const [up, down] = [all.filter(isEstablished), all.filter((one) => !isEstablished(one))]
  const partners = new Set(up.map(({ partner }) => partner))
  const names = partners.size === 0 ? 'nobody' : listed([...partners])
  const observed = [`established with ${names}`, ...down.map((one) => lostText(all, one))].join('; ')
  const kept = promised.every((name) => partners.has(name) && !down.some(({ partner }) => partner === name))
  return kept && partners.size === promised.length ? pass(observed, []) : fail(observed, [])
}

/** A session with the node at its other end, or the address where no node has that. */
interface Kept {
  readonly session: BgpSession
  readonly partner: string
}

const isEstablished = ({ session }: Kept): boolean => session.state === 'Established'

/** `ar1 Active (Bad peer AS)`; by the name of the session where there are several with the same partner. */
function lostText(all: readonly Kept[], { session: { name, state, lastError }, partner }: Kept): string {
  const several = all.filter((one) => one.partner === partner).length > 1
  return `${partner}${several ? ` by ${name}` : ''} ${state}${lastError === undefined ? '' : ` (${lastError})`}`
}
