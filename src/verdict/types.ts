import type { Exchange, Journey } from '../journey/types.ts'
import type { Outcome } from '../lab/probes/types.ts'
import type { Frame } from '../wire/types.ts'
import type { NetworkState, NodeState } from './state-types.ts'

export type * from './state-types.ts'

/** Everything that verdicts may be drawn from: captured frames and kernel state, never the lab's own wishes. */
export interface Evidence {
  readonly journeys: readonly Journey[]
  readonly exchanges: readonly Exchange[]
  readonly captures: readonly CaptureRecord[]
  /** Everything that was captured, in order: the frame with id n is number n - 1. Absent where only a run's words are left. */
  readonly frames?: readonly Frame[]
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
  /** What the tables held before the first probe, where that was read. */
  readonly before?: Tables
  readonly probes: readonly ProbeResult[]
  /** When the first frame was captured: milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly origin: number
  /** What happened on the timeline, in order; none without one. */
  readonly happened: readonly Happened[]
  /** Addresses that watched nodes gained and lost, in order, since before the first daemon was started. */
  readonly addressChanges: readonly AddressChange[]
}

/** What the kernels know, at one time. */
export interface Tables {
  readonly nodes: readonly NodeState[]
  readonly networks: readonly NetworkState[]
}

/** An event of a timeline, or its beginning. */
export interface Happened {
  /** Name of the event, or `begin`. */
  readonly event: string
  /** Milliseconds since 1970-01-01 UTC by the kernel's clock, which stamps captured packets as well. */
  readonly at: number
  /** How long it took to bring it about. */
  readonly milliseconds: number
}

/** An address that a node gained or lost, by the word of its kernel. */
export interface AddressChange {
  /** Milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly at: number
  readonly node: string
  readonly interface: string
  readonly cidr: string
  readonly change: 'gained' | 'lost'
}

/** What is known about one capture, so that "never seen here" can count. */
export interface CaptureRecord {
  /** `node:interface` */
  readonly point: string
  /** The sentinel frame sent before the first probe was found in it. */
  readonly live: boolean
  /** The sentinel frame sent after the last probe was found in it. */
  readonly drained: boolean
  /** Packets dropped by the kernel; undefined when tcpdump did not say. */
  readonly dropped?: number
  readonly frames: number
}

export interface ProbeResult {
  readonly probe: string
  readonly from: string
  readonly attempts: readonly ProbeAttempt[]
}

export interface ProbeAttempt extends AttemptEnd {
  /** HTTP status where there is one. */
  readonly status?: number
  /** What a name server answered. */
  readonly dns?: DnsAnswer
  /** Of an answer over TLS: whether the certificate verified against the authority of the lab. */
  readonly verified?: boolean
  /** Body of the answer, cut at 4 KiB; not where it was a transfer. */
  readonly body?: string
  readonly transfer?: TransferResult
  /** How the connection ended that was held until after the last probe. */
  readonly afterwards?: AttemptEnd
  /** When it began, if its probe is steady: milliseconds since 1970-01-01 UTC by the kernel's clock. */
  readonly at?: number
  /** Local port that the attempt came from, which ties it to its exchange. */
  readonly localPort?: number
}

export interface AttemptEnd {
  readonly outcome: Outcome
  readonly milliseconds: number
  /** Node that the answer named as its server (header X-Served-By; the datagram itself). */
  readonly server?: string
  /** The client's own words on failure. */
  readonly error?: string
}

export interface DnsAnswer {
  /** Response code: NOERROR, NXDOMAIN, SERVFAIL, REFUSED, … */
  readonly status: string
  /** Data of the records that were asked for, in alphabetic order: addresses, names. */
  readonly answers: readonly string[]
}

/** A body at both ends of its way. */
export interface TransferResult {
  readonly direction: 'download' | 'upload'
  readonly sent: Body
  /** Absent where nothing came. */
  readonly arrived?: Body
}

export interface Body {
  readonly octets: number
  /** Of all its octets, lower-case hexadecimal. */
  readonly sha256: string
}

export type VerdictStatus = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface Verdict {
  /** Id of the expectation: `dr/arp-one-responder`. */
  readonly expectation: string
  /** The promise in one line. */
  readonly title: string
  readonly status: VerdictStatus
  readonly expected: string
  readonly observed: string
  /** Ids of the frames that decided; empty only where kernel state or a probe's result decided. */
  readonly frames: readonly number[]
  readonly diagnosis?: Diagnosis
}

/** Why an expectation failed. */
export interface Diagnosis {
  /** Stable id of the cause, matched against a fault's `because`: `arp-ignore`. */
  readonly cause: string
  /** Nodes at fault. */
  readonly nodes: readonly string[]
  /** Where packets first left the promised path, in one line; absent where they did not. */
  readonly divergence?: string
  /** One or two sentences: what is wrong, read from which evidence. */
  readonly text: string
  /** What would put it right, where that is known. */
  readonly remedy?: string
}
