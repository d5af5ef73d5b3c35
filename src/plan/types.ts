import type { Stretch } from '../lab/keepalived/types.ts'
import type { Action, Probe } from '../lab/probes/types.ts'
import type { Timeline } from '../lab/timeline/types.ts'
import type { FilterTable } from '../lab/topology/types.ts'

/**
 * A Plan is what will be done, as data. `lvslab plan` prints it as a shell script and the engine runs the same
 * text: there is one renderer (`script.ts`), so what is printed is what runs.
 */
export interface Plan {
  readonly steps: readonly Step[]
  /** Where the script has tcpdump listen, in the order of the nodes. */
  readonly captures: readonly CapturePoint[]
  /** In order. */
  readonly probes: readonly (Probe | Action)[]
  readonly timeline?: Timeline
}

/** One batch of operations with the reason for it. */
export interface Step {
  readonly title: string
  readonly reason: string
  readonly operations: readonly Operation[]
}

export type Operation =
  | IpBatch
  | TcBatch
  | BridgeBatch
  | Settings
  | IpvsRules
  | NetfilterRules
  | NameServers
  | MakeBodies
  | SelfSignedCertificate
  | SignedCertificate
  | WriteFiles
  | TestDaemon
  | StartDaemon
  | StopDaemon
  | SignalDaemon
  | AwaitDaemon
  | StartCapture
  | MonitorAddresses

/** Lines for one `ip -batch`, in a namespace or, without one, in the world's own. */
export interface IpBatch {
  readonly kind: 'ip'
  readonly namespace?: string
  readonly lines: readonly (readonly string[])[]
}

/** Lines for one `tc -batch` in a namespace. */
export interface TcBatch {
  readonly kind: 'tc'
  readonly namespace: string
  readonly lines: readonly (readonly string[])[]
}

/** Lines for one `bridge -batch` in a namespace. */
export interface BridgeBatch {
  readonly kind: 'bridge'
  readonly namespace: string
  readonly lines: readonly (readonly string[])[]
}

/** sysctls and offloads of many namespaces, set by one process. */
export interface Settings {
  readonly kind: 'settings'
  readonly lines: readonly Setting[]
}

export type Setting =
  /** `key` without the leading `net.`; dots separate, as sysctl(8) writes it. */
  | { readonly namespace: string; readonly key: string; readonly value: string }
  /** Checksum and segmentation offloads of this interface are switched off. */
  | { readonly namespace: string; readonly offloads: string }

/** Lines for one `ipvsadm -R`. */
export interface IpvsRules {
  readonly kind: 'ipvs'
  readonly namespace: string
  readonly lines: readonly (readonly string[])[]
}

/** Tables for one `iptables-legacy-restore` or `ip6tables-legacy-restore`. */
export interface NetfilterRules {
  readonly kind: 'netfilter'
  readonly namespace: string
  readonly family: FilterTable['family']
  readonly tables: readonly FilterTable[]
}

/** What programs of a node find in /etc/resolv.conf; nobody to ask where there are no addresses. */
export interface NameServers {
  readonly kind: 'resolver'
  readonly namespace: string
  readonly addresses: readonly string[]
}

/** Bodies of these sizes, which probes transfer. */
export interface MakeBodies {
  readonly kind: 'bodies'
  readonly sizes: readonly number[]
}

/** A key and a certificate signed with it. */
export interface SelfSignedCertificate {
  readonly kind: 'self-signed'
  readonly file: string
  readonly name: string
}

/** A key and a certificate signed by the authority of the lab. */
export interface SignedCertificate {
  readonly kind: 'signed'
  readonly file: string
  readonly days: number
  readonly names: readonly string[]
}

/** Writes a daemon's configuration, which another of the same has been looked at with. */
export interface WriteFiles {
  readonly kind: 'files'
  readonly daemon: DaemonPlan
}

/** Writes a daemon's configuration, and has the daemon itself look at it. */
export interface TestDaemon {
  readonly kind: 'test'
  readonly daemon: DaemonPlan
  readonly test: DaemonTest
}

export interface StartDaemon {
  readonly kind: 'start'
  readonly daemon: DaemonPlan
}

/** Ended in good order, and waited for. */
export interface StopDaemon {
  readonly kind: 'stop'
  readonly daemon: DaemonPlan
}

/** Told something, if it runs. */
export interface SignalDaemon {
  readonly kind: 'signal'
  readonly daemon: DaemonPlan
  /** Without SIG. */
  readonly signal: string
}

export interface AwaitDaemon {
  readonly kind: 'await'
  readonly daemon: DaemonPlan
  /** One after the other. */
  readonly until: readonly Ready[]
}

export interface StartCapture {
  readonly kind: 'capture'
  readonly capture: CapturePoint
}

/** A daemon as data: what to write, what to run in the foreground, how it says that it is ready, how it ends. */
export interface DaemonPlan {
  /** Unique in the lab, and a safe file name: `rs1-http`. */
  readonly name: string
  readonly node: string
  /** Configuration files: name below the daemon's own folder → content. */
  readonly files: Readonly<Record<string, string>>
  /** `$DIR` in an argument stands for the daemon's own folder. */
  readonly argv: readonly string[]
  /** How it is asked about its configuration before it is started. */
  readonly test?: DaemonTest
  /** What has to be so before the next of its kind is started; nothing, where they start side by side. */
  readonly begun?: readonly Ready[]
  readonly ready: readonly Ready[]
  /** Signals, without SIG: read the configuration again, where it can; end in good order. */
  readonly reload?: string
  readonly stop: string
}

/** A command in the daemon's folder that ends with status 0 if nothing is wrong. */
export interface DaemonTest {
  readonly argv: readonly string[]
  /** Lines about which complaints are borne. */
  readonly known: readonly Stretch[]
  /** What can be done about the others but mending them, as a sentence after a space; empty where nothing can. */
  readonly remedy: string
}

/** What shows that a daemon is ready. It is looked at, never tried by sending something. */
export type Ready = Listening | Logged | Established

/** A socket of its namespace in /proc/net/tcp (listening) or /proc/net/udp (bound). */
export interface Listening {
  readonly kind: 'listens'
  readonly protocol: 'tcp' | 'udp'
  readonly port: number
}

/** Lines of its log, or time: whoever has not said it by then has nothing to say. */
export interface Logged {
  readonly kind: 'says'
  /** Regular expression of Perl (perlre(1)) without a line break. */
  readonly pattern: string
  /** How many lines of the log match. */
  readonly times: number
  readonly seconds: number
}

/** All BGP sessions that bird itself tells of, its routes at rest; or time since its start: a neighbour may never answer. */
export interface Established {
  readonly kind: 'established'
  readonly seconds: number
}

/** Addresses that a node gains and loses are written down, with the time (ip-monitor(8)). */
export interface MonitorAddresses {
  readonly kind: 'monitor'
  readonly namespace: string
}

export interface CapturePoint {
  /** `node:interface` */
  readonly point: string
  readonly namespace: string
  readonly interface: string
  /** Octets of a frame that are kept; 0 is all. */
  readonly snapLength: number
  /** KiB of frames that may wait for tcpdump to read them; a frame more is dropped. */
  readonly buffer: number
}
