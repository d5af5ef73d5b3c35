import type { Director, FindingId, RealServer, Server, VirtualServer } from '../../keepalived/index.ts'
import type { Diagnostic } from '../../text/diagnostic.ts'
import type { Place } from '../../text/source.ts'
import type { Ip } from '../topology/ip.ts'
import type { ServerKind } from '../vocabulary.ts'
import type { Net, Networks } from './networks.ts'
import type { Note, Said } from './said.ts'

/** One configuration of those that make a lab together. */
export interface Part {
  readonly director: Director
  /** Path of the configuration from the lab file. */
  readonly file: string
}

/** What is asked of a lab beside what its configurations say. */
export interface Wishes {
  readonly title: string
  readonly accept: readonly FindingId[]
}

/** Why there is no lab, or the lab as the text of a lab file. */
export type Implied =
  | { readonly ok: true; readonly text: string; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] }

/** A lab file as data, in the words of docs/lab-format.md. */
export interface LabFile {
  readonly title: string
  readonly networks: Readonly<Record<string, string>>
  readonly nodes: Readonly<Record<string, NodeFile>>
  readonly probes: Readonly<Record<string, unknown>>
  readonly expect: readonly unknown[]
  readonly variants?: Readonly<Record<string, ChangeFile>>
}

export interface ChangeFile {
  readonly title: string
  readonly patch: unknown
}

export type Serve = Readonly<Record<string, readonly number[] | Readonly<Record<string, string | number>>>>

export interface NodeFile {
  readonly on: string | readonly string[] | Readonly<Record<string, string>>
  readonly interfaces?: readonly string[]
  readonly replicas?: number
  readonly gateway?: string
  readonly addresses?: Readonly<Record<string, readonly string[]>>
  readonly routes?: readonly Readonly<Record<string, string>>[]
  readonly sysctls?: Readonly<Record<string, number>>
  readonly tunnels?: readonly string[]
  readonly gue?: number
  readonly iptables?: Readonly<Record<string, readonly string[]>>
  readonly serve?: Serve
  readonly keepalived?: unknown
}

/** A director on its way to a node. */
export interface Balancer {
  /** Of its node. */
  readonly name: string
  readonly part: Part
}

/** An address that clients ask, and the director that holds it. */
export interface Asked {
  readonly address: Ip
  readonly holder: Balancer
}

/** One address of a virtual server, and the director that answers for it. */
export interface Service {
  readonly service: VirtualServer
  readonly holder: Balancer
  readonly protocol: 'tcp' | 'udp' | 'fwmark'
  /** Address that clients ask; for a mark, one that the lab makes up. */
  readonly vip: Ip
  /** 0 is any port. */
  readonly port: number
  readonly mark?: number
  readonly place: Place
}

/** A real server on its way to a node: one address, whatever services it is in. */
export interface Machine {
  readonly address: Ip
  readonly net: Net
  readonly targets: readonly Target[]
  /** Further addresses that checkers ask for, with the network that each is on, if it is on one. */
  readonly further: Map<Ip, Net | undefined>
  /** What it serves by `tcp 80`; one kind a port. */
  readonly serves: Map<string, ServerKind>
  /** Pages and statuses that checkers ask for, by their paths. */
  readonly pages: Map<string, string | number>
}

/** A probe with what must come of it. */
export interface Question {
  readonly name: string
  readonly probe: Readonly<Record<string, unknown>>
  readonly expect: readonly unknown[]
}

/** Everything that is known of a lab before it is written. */
export interface Pieces {
  readonly balancers: readonly Balancer[]
  readonly networks: Networks
  readonly services: readonly Service[]
  readonly machines: readonly Machine[]
  /** Addresses that are held for their own sake. */
  readonly held: readonly Asked[]
  readonly said: Said
}

/** A real server of a service, or the one that stands in for all. */
export interface Target {
  readonly of: Service
  readonly server: Server | RealServer
  readonly address: Ip
  readonly isSorry: boolean
}
