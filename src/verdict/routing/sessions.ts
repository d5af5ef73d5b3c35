import type { SessionsExpectation } from '../../lab/expectations/routing-types.ts'
import type { Expectation } from '../expectation.ts'
import { type Finding, fail, inconclusive, pass } from '../finding.ts'
import { holderOf, type View } from '../view.ts'
import { listed } from '../words.ts'
import { birdOf } from './bird.ts'

/** With whom a node's BGP sessions are established at the end, by its routing daemon's own account. */
export function sessions(spec: SessionsExpectation): Expectation {
  const whom = spec.with.length === 0 ? 'nobody' : `${listed(spec.with)}${AND_NOBODY}`
  return {
    id: `bgp/${spec.node}`,
    stage: 'end',
    title: `${spec.node} has BGP sessions with ${whom}`,
    expected: `established with ${whom}`,
    check: (view) => checkSessions(view, spec),
  }
}

const AND_NOBODY = ', and with nobody else'

function checkSessions(view: View, spec: SessionsExpectation): Finding {
  const state = view.stateByNode.get(spec.node)?.bird
  if (state === undefined) return inconclusive(`nobody asked a routing daemon of ${spec.node}`)
  const bird = birdOf(view, spec.node)
  if (bird === undefined) return spec.with.length === 0 ? pass(SILENT, []) : fail(SILENT, [])
  const established = bird.sessions.filter((one) => one.state === 'Established')
  const partners = new Set(established.map(({ neighbour }) => holderOf(view, neighbour)))
  const others = bird.sessions
    .filter((one) => !partners.has(holderOf(view, one.neighbour)))
    .map(({ neighbour, state: now, lastError }) => {
      const why = lastError === undefined ? '' : ` (${lastError})`
      return `${holderOf(view, neighbour)} ${now}${why}`
    })
  const names = partners.size === 0 ? 'nobody' : listed([...partners])
  const observed = [`established with ${names}`, ...others].join('; ')
  const same = partners.size === spec.with.length && spec.with.every((name) => partners.has(name))
  return same ? pass(observed, []) : fail(observed, [])
}

const SILENT = 'the routing daemon did not answer'
