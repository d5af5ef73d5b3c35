import type { ProgramName } from '../programs/catalogue.ts'
import type { ServerKind } from '../vocabulary.ts'

/** What happens to a lab at given times, while its steady probes send. */
export interface Timeline {
  /** How long the steady probes send, in milliseconds; what they sent last may still be under way then. */
  readonly lastsMs: number
  /** In the order in which they happen. */
  readonly events: readonly TimedEvent[]
}

/** One thing that happens. */
export type TimedEvent = TimedEventBase &
  (
    | DaemonSignalled
    | DaemonStarted
    | LinkChanged
    | NodesParted
    | LinkImpaired
    | WeightChanged
    | AddressMoved
    | AddressAnnounced
    | CommandRun
  )

interface TimedEventBase {
  /** Unique in the timeline. */
  readonly name: string
  /** Milliseconds since the timeline began. */
  readonly atMs: number
}

export type DaemonKind = 'keepalived' | ServerKind | ProgramName

/** `stop` ends a daemon in good order; the others mean all its processes: SIGKILL, SIGSTOP, SIGCONT (signal(7)). */
interface DaemonSignalled {
  readonly kind: 'stop' | 'kill' | 'freeze' | 'thaw'
  readonly node: string
  readonly daemon: DaemonKind
}

interface DaemonStarted {
  readonly kind: 'start'
  readonly node: string
  readonly daemon: DaemonKind
}

/** The other end of a link goes down or up, as if a cable were pulled or plugged: the node loses its carrier only. */
interface LinkChanged {
  readonly kind: 'down' | 'up'
  readonly node: string
  readonly interface: string
}

/**
 * Nodes do not hear each other on any network, or do again; everybody else hears them. Their ports are isolated
 * (bridge(8)).
 */
interface NodesParted {
  readonly kind: 'cut' | 'join'
  readonly nodes: readonly string[]
}

/** What a node sends on a link is delayed, lost or reordered. */
interface LinkImpaired {
  readonly kind: 'netem'
  readonly node: string
  readonly interface: string
  /** Options of tc-netem(8); none lifts it. */
  readonly options: readonly string[]
}

/** A real server gets another weight in every virtual service of a director that has it. */
interface WeightChanged {
  readonly kind: 'weight'
  readonly node: string
  readonly server: string
  readonly weight: number
}

/** An address is taken from one node and given to another, by hand: nobody is told (ip-address(8)). */
interface AddressMoved {
  readonly kind: 'move'
  readonly cidr: string
  readonly from: Place
  readonly to: Place
}

export interface Place {
  readonly node: string
  readonly interface: string
}

/** A gratuitous ARP request for an address, to everybody on the link (arping -U). */
interface AddressAnnounced {
  readonly kind: 'announce'
  readonly node: string
  readonly interface: string
  readonly address: string
}

interface CommandRun {
  readonly kind: 'run'
  readonly node: string
  /** Command and arguments; no shell reads them. */
  readonly argv: readonly string[]
}
