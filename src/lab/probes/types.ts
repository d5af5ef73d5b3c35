import type { RecordType } from './dns-words.ts'

/** Traffic that a node sends on purpose. */
export type Probe = HttpProbe | TcpProbe | UdpProbe | PingProbe | ArpProbe | DnsProbe | MysqlProbe

interface ProbeBase {
  /** Unique in the lab, among probes and actions. */
  readonly name: string
  /** Name of the node that sends. */
  readonly from: string
  /** Deadline of each attempt in milliseconds. */
  readonly timeoutMs: number
  /** How often, one after the other. */
  readonly times: number
  /**
   * Milliseconds from the beginning of one attempt to that of the next, however long each takes: the probe is steady,
   * and sends during the timeline.
   */
  readonly everyMs?: number
  /** Addresses to send from, where the lab names any: attempt i takes number i modulo their number. */
  readonly sources?: readonly string[]
}

/** Whether the probe goes on while those after it are sent, until the last one has ended. */
interface Background {
  readonly background?: boolean
}

/** Whether connections stay open until the last probe has ended, and are then used once more. */
interface Holding {
  readonly hold?: boolean
}

export interface HttpProbe extends ProbeBase, Holding, Background {
  readonly kind: 'http'
  readonly url: string
  /** Where the name in the URL is taken to be; without it, whoever sends asks its resolver, if it is no address. */
  readonly address?: string
  readonly transfer?: Transfer
}

/** A body of a given size instead of a page: its octets are the same wherever they come from. */
export interface Transfer {
  readonly direction: 'download' | 'upload'
  readonly octets: number
  /** Octets a second that the server sends at most; as fast as possible where there is none. */
  readonly rate?: number
}

/** Opens a TCP connection and closes it, at once or at the end. */
export interface TcpProbe extends ProbeBase, Holding {
  readonly kind: 'tcp'
  readonly host: string
  readonly port: number
}

/** Sends one datagram and waits for one. */
export interface UdpProbe extends ProbeBase {
  readonly kind: 'udp'
  readonly host: string
  readonly port: number
}

/** Connects as MySQL's clients do, and asks a server for its name. */
export interface MysqlProbe extends ProbeBase {
  readonly kind: 'mysql'
  readonly host: string
  readonly port: number
}

export interface PingProbe extends ProbeBase {
  readonly kind: 'ping'
  readonly host: string
}

/** Asks for each of `hosts` from each of `sources`, by broadcast and past the kernel's neighbour table. */
export interface ArpProbe extends ProbeBase {
  readonly kind: 'arp'
  /** Interface that the questions leave by. */
  readonly device: string
  readonly hosts: readonly string[]
  readonly sources: readonly string[]
}

/** Asks a name server, over UDP, and over TCP where the answer was truncated. */
export interface DnsProbe extends ProbeBase {
  readonly kind: 'dns'
  /** What is asked for, without the last dot; `.` is the root. */
  readonly domain: string
  readonly type: RecordType
  /** Address of the name server. */
  readonly server: string
}

/** A command in a node's namespace between probes. */
export interface Action {
  readonly kind: 'run'
  readonly name: string
  /** Name of the node. */
  readonly from: string
  /** Deadline in milliseconds. */
  readonly timeoutMs: number
  /** Command and arguments; no shell reads them. */
  readonly argv: readonly string[]
}

/**
 * `damaged`: there was an answer, but what arrived is not the body that was sent. `unresolved`: nobody told an address
 * of the name. `untrusted`: the server's certificate did not verify against the authority of the lab.
 */
export type Outcome =
  | 'answered'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'timeout'
  | 'damaged'
  | 'unresolved'
  | 'untrusted'
