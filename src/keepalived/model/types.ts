import type { Place, Source } from '../../text/source.ts'

/** What one keepalived.conf makes of the machine that keepalived is started on, all defaults filled in. */
export interface Director {
  /** Path of the file, as it was given. */
  readonly file: string
  /** What `keepalived -i` is given. */
  readonly id: string
  /** Every file that was read. */
  readonly sources: readonly Source[]
  /** Ids that the file has conditions for. */
  readonly ids: readonly string[]
  readonly instances: readonly VrrpInstance[]
  readonly groups: readonly SyncGroup[]
  readonly scripts: readonly Script[]
  readonly services: readonly VirtualServer[]
  /** static_ipaddress; the interface is that of default_interface or eth0 if none is named. */
  readonly addresses: readonly HeldAddress[]
  /** static_routes. */
  readonly routes: readonly KeptRoute[]
  /** Network namespace that keepalived enters before anything else (net_namespace). */
  readonly namespace?: Tracked
  /** Whether scripts are run only where nobody but root can change them (enable_script_security). */
  readonly scriptSecurity: boolean
  readonly sync?: SyncDaemon
}

/** A place for each setting that was given, by keyword. */
export type Places = ReadonlyMap<string, Place>

export interface VrrpInstance {
  readonly name: string
  readonly place: Place
  readonly given: Places
  /** State that it starts in. */
  readonly state: 'MASTER' | 'BACKUP'
  readonly interface?: string
  /** 1 to 255; keepalived refuses an instance without one. */
  readonly routerId?: number
  readonly priority: number
  readonly version: 2 | 3
  readonly advertSeconds: number
  /** Adverts that have to be missed before a backup takes over. */
  readonly downAdverts: number
  readonly preempt: boolean
  readonly preemptDelaySeconds: number
  readonly strict: boolean
  /** false drops what is sent to the addresses. */
  readonly accept: boolean
  readonly authentication?: { readonly type: 'PASS' | 'AH'; readonly password: string }
  readonly addresses: readonly HeldAddress[]
  /** Addresses that are held and not advertised. */
  readonly excluded: readonly HeldAddress[]
  /** Brought up and taken away with the addresses (virtual_routes). */
  readonly routes: readonly KeptRoute[]
  /** The machine's own address, where adverts are to come from a certain one (unicast_src_ip, mcast_src_ip). */
  readonly source?: string
  /** Adverts to single machines instead of the multicast group. */
  readonly unicast?: { readonly peers: readonly string[] }
  /** A macvlan interface with the virtual MAC 00:00:5e:00:01:ID. */
  readonly vmac: boolean
  readonly trackedInterfaces: readonly Tracked[]
  readonly trackedScripts: readonly Tracked[]
}

/** A route that keepalived adds, as far as networks follow from it. */
export interface KeptRoute {
  /** In the words of the file. */
  readonly text: string
  /** Prefix, address or `default`. */
  readonly to?: string
  /** Next hops. */
  readonly via: readonly string[]
  readonly dev?: string
  readonly place: Place
}

/** VRRP instances that change state together. */
export interface SyncGroup {
  readonly name: string
  readonly place: Place
  readonly members: readonly Tracked[]
}

export interface Script {
  readonly name: string
  readonly place: Place
  readonly script: string
}

/** lvs_sync_daemon: the kernel's synchronisation of connections. */
export interface SyncDaemon {
  readonly interface: string
  /** VRRP instance whose state it follows. */
  readonly instance?: string
  readonly syncId?: number
  readonly place: Place
}

export type Method = 'NAT' | 'DR' | 'TUN'

export interface Tunnel {
  readonly type: 'ipip' | 'gre' | 'gue'
  readonly port?: number
  readonly checksum: 'nocsum' | 'csum' | 'remcsum'
}

/** What a virtual server listens to. */
export type ServiceAddress =
  | {
      readonly kind: 'address'
      readonly address: string
      /** Last address of a range; the same as `address` if there is none. */
      readonly last: string
      /** 0 is any port. */
      readonly port: number
      readonly place: Place
    }
  | { readonly kind: 'fwmark'; readonly mark: number; readonly place: Place }

export interface VirtualServer {
  readonly place: Place
  readonly given: Places
  /** One, or those of its virtual_server_group. */
  readonly at: readonly ServiceAddress[]
  readonly group?: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly scheduler: string
  /** Flags of ipvsadm -b: sh-port, mh-fallback, flag-1, and ops. */
  readonly flags: readonly string[]
  /** Method of real servers that name none of their own. */
  readonly method: Method
  readonly persistentSeconds?: number
  readonly granularity?: string
  readonly quorum: number
  readonly hysteresis: number
  readonly haSuspend: boolean
  readonly sorry?: Server
  readonly servers: readonly RealServer[]
}

/** A machine that connections are sent to. */
export interface Server {
  readonly place: Place
  readonly address: string
  /** As written; 0 if none is. */
  readonly givenPort: number
  /** What keepalived makes of it: with DR and TUN that of the service, with NAT the given one or that of the service. */
  readonly port: number
  readonly method: Method
  readonly tunnel?: Tunnel
}

export interface RealServer extends Server {
  readonly given: Places
  readonly weight: number
  /** Stays with weight 0 when a check fails, instead of being removed. */
  readonly inhibit: boolean
  /** Down until its first check has succeeded. */
  readonly alpha: boolean
  readonly checkers: readonly Checker[]
}

export interface Checker {
  readonly kind: CheckerKind
  readonly place: Place
  /** Where it connects to; absent for checkers that run a program. */
  readonly to?: { readonly address: string; readonly port: number }
  /** The director's own address that it connects from (bindto). */
  readonly from?: string
  readonly everySeconds: number
  /** The first check comes at random within this time. */
  readonly warmupSeconds: number
  readonly timeoutSeconds: number
  /** Failures after the first that are borne. */
  readonly retry: number
  readonly retryDelaySeconds: number
  /** Of HTTP_GET and SSL_GET. */
  readonly urls: readonly Url[]
  /** Of MISC_CHECK. */
  readonly program?: string
}

export interface Url {
  readonly path: string
  readonly digest?: string
  /** Where the digest stands. */
  readonly digestPlace?: Place
  readonly status?: string
  /** What the page has to match, or must not. */
  readonly regex?: string
}

/** An address that keepalived brings up: with VRRP, or once and for all (static_ipaddress). */
export interface HeldAddress {
  readonly address: string
  /** Bits of the prefix; 32 or 128 if none is given (parse_ipaddress() in vrrp_ipaddress.c). */
  readonly prefix: number
  /** Interface, where it is not that of the VRRP instance. */
  readonly dev?: string
  readonly place: Place
}

/** A name in a list, with what stands behind it: `eth2 weight 20`. */
export interface Tracked {
  readonly name: string
  readonly place: Place
  /** Added to the priority or taken from it; without one the instance fails with what it tracks. */
  readonly weight?: number
}

/** Ways to ask a real server whether it is alive (keepalived.conf(5)). */
export type CheckerKind =
  | 'TCP_CHECK'
  | 'HTTP_GET'
  | 'SSL_GET'
  | 'SMTP_CHECK'
  | 'DNS_CHECK'
  | 'UDP_CHECK'
  | 'PING_CHECK'
  | 'MISC_CHECK'
  | 'FILE_CHECK'
  | 'BFD_CHECK'
