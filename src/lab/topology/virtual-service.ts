export type ForwardingMethod = 'dr' | 'nat' | 'tun'

/** An IPVS virtual service (ipvsadm -A) with its destinations (ipvsadm -a). */
export type VirtualService = AddressedService | MarkedService

/** Takes what is addressed to it. */
export interface AddressedService extends ServiceSettings {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
}

/** Takes whatever netfilter has marked (ipvsadm -f): any address, port and protocol. */
export interface MarkedService extends ServiceSettings {
  readonly protocol: 'fwmark'
  readonly mark: number
}

interface ServiceSettings {
  /** Who makes it: keepalived, or ipvsadm where nothing is said. */
  readonly by?: 'keepalived'
  readonly scheduler: string
  /** Flags of the scheduler (ipvsadm -b): `mh-port`. */
  readonly options: readonly string[]
  /** Seconds that a client stays with its server after its last connection (ipvsadm -p). */
  readonly persistent?: number
  readonly servers: readonly RealServer[]
}

export interface RealServer {
  /** The node behind it, where the lab has one; a dead address has none. */
  readonly node?: string
  readonly address: string
  /** 0 in a marked service: the port of the request. */
  readonly port: number
  readonly weight: number
  readonly method: ForwardingMethod
  /** What packets are wrapped in; only for `tun`. */
  readonly tunnel?: Encapsulation
}

/** How IPVS wraps packets for a real server (ipvsadm --tun-type, --tun-port, --tun-nocsum, --tun-csum). */
export type Encapsulation =
  | { readonly type: 'ipip' }
  | { readonly type: 'gre'; readonly checksum: boolean }
  | { readonly type: 'gue'; readonly port: number; readonly checksum: boolean }

/** What tells one virtual service of a director from another. */
export type ServiceName =
  | Pick<AddressedService, 'protocol' | 'address' | 'port'>
  | Pick<MarkedService, 'protocol' | 'mark'>
