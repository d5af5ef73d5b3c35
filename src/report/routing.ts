import { addressName } from '../journey/notation.ts'
import type { Names } from '../journey/types.ts'
import type { NetworkState, NodeState } from '../verdict/types.ts'

/** A table as plain cells: for the terminal as for a page. */
export interface Cells {
  readonly title: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** BGP sessions of a node, by the word of its bird. */
export const sessionCells = ({ bird }: NodeState, names: Names): Cells => ({
  title: 'BGP sessions (bird)',
  heads: ['neighbour', 'AS', 'state', 'last error'],
  rows: (bird?.sessions ?? []).map(({ neighbour, neighbourAs, state, lastError }) => [
    addressName(neighbour, names),
    `${neighbourAs ?? ''}`,
    state,
    lastError ?? '',
  ]),
})

/** What bird knows, and who has told it; the one that it uses has a star. */
export const birdRouteCells = ({ bird }: NodeState, names: Names): Cells => ({
  title: 'Routes (bird)',
  heads: ['', 'to', 'via', 'brought by'],
  rows: (bird?.routes ?? []).map(({ to, type, via, dev, protocol, source, best }) => [
    best ? '*' : '',
    to,
    type === 'unicast' ? `${via === undefined ? dev : addressName(via, names)}` : type,
    `${source} ${protocol}`,
  ]),
})

/** VLANs of the ports of a switch, with who is behind them. */
export const portCells = ({ portVlans = {}, ports }: NetworkState): Cells => ({
  title: 'VLANs of all ports of the switch',
  heads: ['port', 'behind it', 'without a tag', 'with a tag'],
  rows: Object.entries(portVlans).map(([port, { untagged, tagged }]) => [
    port,
    ports[port] ?? 'another network',
    `${untagged ?? ''}`,
    tagged.join(', '),
  ]),
})
