/** How a node reaches an address once all is over, by its kernel's routing table and its routing daemon's own account. */
export interface RouteExpectation {
  readonly kind: 'route'
  readonly node: string
  readonly to: string
  /** Nothing leads there: no route at all, or one that says so. */
  readonly unreachable: boolean
  /** Node that is the next hop. */
  readonly via?: string
  /** What brought the route into the routing daemon. */
  readonly protocol?: 'bgp' | 'static'
  /** Neighbour whose BGP session brought it. */
  readonly from?: string
}

/** With whom a node's BGP sessions are established once all is over, and with nobody else. */
export interface SessionsExpectation {
  readonly kind: 'bgp'
  readonly node: string
  readonly with: readonly string[]
}
