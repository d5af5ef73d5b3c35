/**
 * A Plan is what will be done, as data. `lvslab plan` prints it as a shell script, and the engine runs that
 * same script: there is one renderer, so what is printed is what runs.
 */
export interface Plan {
  readonly steps: readonly Step[]
  readonly daemons: readonly DaemonPlan[]
  /** Capture points in the order of the nodes. */
  readonly captures: readonly CapturePoint[]
  /** Kernel modules that the lab needs, for kernels that do not load them on demand. */
  readonly modules: readonly string[]
}

/** One batch of operations with the reason for it. */
export interface Step {
  readonly id: string
  readonly title: string
  readonly reason: string
  readonly operation: Operation
}

export type Operation =
  /** Lines for one `ip -batch`, in a namespace or in the world's own. */
  | { readonly kind: 'ip'; readonly namespace?: string; readonly lines: readonly (readonly string[])[] }
  /** sysctls of many namespaces, written by one process. Keys without the leading `net.`. */
  | { readonly kind: 'sysctl'; readonly values: readonly SysctlValue[] }
  /** Checksum and segmentation offloads switched off on many interfaces of one namespace. */
  | { readonly kind: 'offloads'; readonly interfaces: readonly string[] }
  /** Lines for one `ipvsadm -R`. */
  | { readonly kind: 'ipvs'; readonly namespace: string; readonly lines: readonly (readonly string[])[] }

export interface SysctlValue {
  readonly namespace: string
  readonly key: string
  readonly value: string
}

/** A daemon ready to be started: what to write, what to run, how it says that it is ready. */
export interface DaemonPlan {
  /** Unique: `rs1-http`. */
  readonly name: string
  readonly node: string
  /** Configuration files: path inside the world → content. */
  readonly files: Readonly<Record<string, string>>
  readonly argv: readonly string[]
  readonly ready: ReadyCondition
  /** Path of its log inside the world. */
  readonly log: string
}

/** A TCP port that listens in the daemon's namespace, seen in /proc/net/tcp; never by connecting. */
export type ReadyCondition = { readonly kind: 'listening'; readonly port: number }

export interface CapturePoint {
  /** `node:interface` */
  readonly point: string
  readonly namespace: string
  readonly interface: string
}
