/** A named change to the healthy lab. */
export interface Change {
  readonly name: string
  readonly title: string
  /** A fault must fail as declared; a variant must still pass. */
  readonly kind: 'fault' | 'variant'
  /** Only for a fault: what has to fail, and why. */
  readonly declares?: FaultDeclaration
}

export interface FaultDeclaration {
  /** Ids of expectations that must fail (others may fail as well). */
  readonly fails: readonly string[]
  /** Cause that the diagnosis must name, for example `arp-ignore`. */
  readonly because: string
  /** Names of the nodes that the diagnosis must name; role names are expanded to their replicas. */
  readonly nodes: readonly string[]
}
