import type { Probe } from '../lab/probes/types.ts'
import type { FilterTable } from '../lab/topology/types.ts'
import type { CapturePoint } from '../plan/types.ts'
import type { CaptureRecord, Happened, ProbeAttempt, ProbeResult } from '../verdict/types.ts'

/** Both sides refuse to talk to another version. */
export const PROTOCOL_VERSION = 2

/** Tokens of the sentinel frames that prove a capture live before the first probe, and drained after the last. */
export const FIRST_SENTINEL = 'first'
export const LAST_SENTINEL = 'last'

/** What went wrong in a call: a message for people, and the last lines that led to it. */
export interface CallError {
  readonly message: string
  readonly detail?: string
}

/**
 * What a front-end may ask of an engine, by name: parameters and result of each call. One JSON object a line:
 * `{"id":1,"call":"apply","with":{…}}` is answered by `{"id":1,"ok":true,"value":…}` or
 * `{"id":1,"ok":false,"error":…}`; calls are worked off in order, but
 * for those of sessions. Notices may come at any time.
 */
export interface Calls {
  /** First call: agree on the version, learn about the kernel. */
  hello: { with: { readonly version: number }; value: HelloValue }
  /** Runs a plan's script (see `plan/script.ts`), step by step; each step is announced by a notice. */
  apply: { with: ApplyParameters; value: Record<string, never> }
  /** Waits until every capture of the plan listens, and proves each alive with a sentinel frame. */
  watch: { with: { readonly points: readonly CapturePoint[]; readonly timeoutMs: number }; value: WatchValue }
  /** Sends a probe's traffic and tells how it ended. */
  probe: { with: { readonly probe: Probe; readonly firstPort: number }; value: readonly ProbeAttempt[] }
  /** Lets a timeline pass: its events are told of by notices, its steady probes' results are the answer. */
  timeline: { with: TimelineParameters; value: readonly ProbeResult[] }
  /** Uses and closes the connections that probes hold, and gives those probes' results anew. */
  release: { with: { readonly timeoutMs: number }; value: readonly ProbeResult[] }
  /** Reads kernel state of nodes and networks, raw: parsing is the front-end's. */
  observe: { with: ObserveParameters; value: ObserveValue }
  /** Sends the closing sentinels, waits for them, ends the captures and reads their drop counts. */
  drain: { with: { readonly timeoutMs: number }; value: readonly CaptureRecord[] }
  /** Empties a used world for another run, which gets a folder and kernel modules of its own. */
  reset: { with: ResetParameters; value: Record<string, never> }
  /** Runs a command in a node's namespace, or in the world's own. */
  exec: { with: ExecParameters; value: ExecValue }
  /** Starts a command whose streams go on until it ends; see `SessionNotice`. This call and the next are done at once. */
  open: { with: OpenParameters; value: Record<string, never> }
  /** Does something to an open session; answered once the command has taken what was written to it. */
  act: { with: SessionAct; value: Record<string, never> }
}

export type CallName = keyof Calls

export interface HelloValue {
  readonly version: number
  /** `Linux 6.1.176`, as uname(2) has it. */
  readonly kernel: string
  /** Seconds the kernel had been up when the engine answered. */
  readonly uptime: number
}

export interface ApplyParameters {
  /** Text for sh(1); its `step` function announces each step. */
  readonly script: string
  readonly timeoutMs: number
}

export interface TimelineParameters {
  /** Text for sh(1); it announces its beginning and each event. */
  readonly script: string
  readonly probes: readonly SteadyProbe[]
  readonly timeoutMs: number
}

/** How to read what the script's steady probes write. */
export interface SteadyProbe {
  readonly name: string
  readonly from: string
  readonly times: number
  readonly firstPort: number
}

export interface WatchValue {
  /** Points whose sentinel was found. */
  readonly live: readonly string[]
}

export interface ObserveParameters {
  readonly nodes: readonly ObservedNode[]
  readonly bridges: readonly { readonly bridge: string; readonly vlans: boolean }[]
  /** sysctl keys to read in every node, without the leading `net.`. */
  readonly sysctls: readonly string[]
}

/** What there is to be read of a node beside what every node has. */
export interface ObservedNode {
  readonly node: string
  readonly ipvs: boolean
  /** Families of its netfilter rules. */
  readonly filters: readonly FilterTable['family'][]
  /** Names of its daemons in the plan. */
  readonly daemons: readonly string[]
  /** Whether its addresses were watched. */
  readonly monitored: boolean
  /** Whether bird runs there. */
  readonly bird: boolean
}

/** Output of iproute2's JSON mode, ipvsadm and /proc, by node and bridge. */
export interface ObserveValue {
  readonly nodes: Readonly<Record<string, RawNodeState>>
  readonly bridges: Readonly<Record<string, RawBridgeState>>
}

export interface RawBridgeState {
  /** `bridge -j fdb show` */
  readonly fdb: string
  /** `bridge -j vlan show`; empty where the bridge does not look at VLANs. */
  readonly vlans: string
}

export interface RawNodeState {
  /** Three JSON arrays, one a line: `ip -j address`, `ip -j route show table all`, `ip -j neigh`. */
  readonly ip: string
  /** `ipvsadm -Sn`, where it was asked for. */
  readonly ipvs: string
  /** `iptables-legacy-save -c` or `ip6tables-legacy-save -c`, where it was asked for. */
  readonly filters: Readonly<Partial<Record<FilterTable['family'], string>>>
  /** States of all processes of a daemon, by its name: a letter each as in proc(5); empty where none is left. */
  readonly daemons: Readonly<Record<string, string>>
  /** What bird says, by the question; empty answers where it does not run any more. */
  readonly bird: Readonly<Record<string, string>>
  /** `ip -o -ts monitor address` since before the first daemon, where addresses were watched. */
  readonly addresses?: string
  /** Content of files below /proc, by path; absent where the file is. */
  readonly files: Readonly<Record<string, string>>
}

export interface ResetParameters {
  /** The host's folder for the next run. */
  readonly out: string
  readonly modules: readonly string[]
}

export interface ExecParameters {
  readonly node?: string
  readonly argv: readonly string[]
  readonly input?: string
  readonly timeoutMs: number
}

export interface ExecValue extends ProcessEnd {
  readonly stdout: string
  readonly stderr: string
}

export interface OpenParameters {
  /** A number that the front-end has not given to any other. */
  readonly session: number
  readonly node?: string
  readonly argv: readonly string[]
  /** The command gets a terminal of its own, of this size; without it, it gets pipes. */
  readonly terminal?: TerminalSize
  readonly env?: Readonly<Record<string, string>>
}

export interface TerminalSize {
  readonly rows: number
  readonly columns: number
}

export type SessionAct = { readonly session: number } & (
  | { readonly do: 'write' /** Octets, in base64. */; readonly data: string }
  | ({ readonly do: 'resize' } & TerminalSize)
  /** End of its input, which hangs a terminal up. */
  | { readonly do: 'end' }
  /** So many octets of its output have found their reader: it may write as much again. */
  | { readonly do: 'read'; readonly octets: number }
  /** Ends it, and all that it has started. */
  | { readonly do: 'kill' }
)

/** What becomes of a session. */
export type SessionNotice =
  /** It wrote octets, here in base64; a terminal has one stream, `stdout`. */
  | {
      readonly notice: 'output'
      readonly session: number
      readonly stream: StreamName
      readonly data: string
    }
  | { readonly notice: 'closed'; readonly session: number; readonly end: ProcessEnd }

export type StreamName = 'stdout' | 'stderr'

export interface ProcessEnd {
  /** Exit status; undefined when a signal ended it. */
  readonly status?: number
  readonly signal?: string
}

/** Octets of a session's output that may be under way: whoever writes more has to wait for the reader. */
export const SESSION_WINDOW = 256 * 1024

/** Calls that do not wait for the one before. */
export const AT_ONCE: readonly CallName[] = ['open', 'act']

export interface Request<Name extends CallName = CallName> {
  readonly id: number
  readonly call: Name
  readonly with: Calls[Name]['with']
}

export type Response =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: CallError }

/**
 * Longest line that may be sent to an engine, in octets. A serial line of User-Mode Linux stops for good when
 * more than its line discipline holds (4096) arrives at once; a longer request goes through a file, and each waits
 * until the engine has taken the one before.
 */
export const LONGEST_LINE = 2048

/** Name of the file in the engine's folder that takes a request. */
export const requestFile = (id: number): string => `.request-${id}.json`

/** Stands for a longer request, which is in this file of the engine's folder; the engine removes it. */
export interface RequestInFile {
  readonly file: string
}

/** Stands for a longer answer, which is in this file of the engine's folder; the front-end removes it. */
export interface ResponseInFile {
  readonly id: number
  readonly file: string
}

/** Said by the engine unasked. */
export type Notice =
  /** It listens. Nothing may be sent before: a serial line would lose it or send it back. */
  | { readonly notice: 'ready' }
  /** It has taken a request, by its id: the next may be sent. */
  | { readonly notice: 'taken'; readonly id: number }
  /** A step of the script has begun; `step` is its place in the plan, from 0. */
  | { readonly notice: 'step'; readonly step: number }
  /** Something of a timeline has happened. */
  | { readonly notice: 'happened'; readonly what: Happened }
  | SessionNotice

export type EngineMessage = Response | ResponseInFile | Notice
