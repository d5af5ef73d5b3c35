import { routeId } from '../../lab/expectations/ids.ts'
import type { RouteExpectation } from '../../lab/expectations/routing-types.ts'
import type { Expectation } from '../expectation.ts'
import { type Finding, fail, pass } from '../finding.ts'
import { LEADING, routeText, routeTo } from '../routes.ts'
import type { RouteState } from '../types.ts'
import { holderOf, type View } from '../view.ts'
import { birdOf, routeFor, tellerOf } from './bird.ts'

/** By which way a node reaches an address at the end: by its kernel's table, and by what its routing daemon says of it. */
export function route(spec: RouteExpectation): Expectation {
  const { node, to } = spec
  const way = wanted(spec)
  return {
    id: routeId(spec),
    stage: 'end',
    routing: { node, to },
    title: spec.unreachable ? `${node} has no way to ${to}` : `${node} reaches ${to} ${way}`.trimEnd(),
    expected: spec.unreachable ? 'no way' : way || 'some way',
    check: (view) => checkRoute(view, spec),
  }
}

function wanted({ via, protocol, from }: RouteExpectation): string {
  const parts = [via && `via ${via}`, protocol && `by ${protocol}`, from && `from ${from}`]
  return parts.filter((part) => part !== undefined).join(' ')
}

function checkRoute(view: View, spec: RouteExpectation): Finding {
  const { node, to, unreachable } = spec
  const state = view.stateByNode.get(node)
  const kernel = state && routeTo(state, to)
  const leads = kernel !== undefined && LEADING.includes(kernel.type)
  const told = kernel === undefined ? '' : toldText(view, node, kernel)
  const observed = kernel === undefined ? 'no route' : `${routeText(kernel)}${nextText(view, kernel)}${told}`
  const good = unreachable ? !leads : leads && isWanted(view, spec, kernel)
  return good ? pass(observed, []) : fail(observed, [])
}

function isWanted(view: View, { node, via, protocol, from }: RouteExpectation, kernel: RouteState): boolean {
  if (via !== undefined && (kernel.via === undefined || holderOf(view, kernel.via) !== via)) return false
  if (protocol === undefined) return true
  const bird = birdOf(view, node)
  const known = bird && routeFor(bird, kernel)
  if (!bird || known?.source !== protocol || kernel.daemon !== 'bird') return false
  return from === undefined || tellerOf(view, bird, known) === from
}

const nextText = (view: View, { via }: RouteState): string =>
  via === undefined || holderOf(view, via) === via ? '' : ` (${holderOf(view, via)})`

/** What the daemon says of the kernel's route: `, by bgp from ar1`. */
function toldText(view: View, node: string, kernel: RouteState): string {
  const bird = birdOf(view, node)
  const known = bird && routeFor(bird, kernel)
  if (!bird || !known) return ''
  const teller = tellerOf(view, bird, known)
  return `, by ${known.source}${teller === undefined ? '' : ` from ${teller}`}`
}
