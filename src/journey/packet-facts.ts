import type { Journey } from './types.ts'

/** What every frame of a journey says about its packet. */
export type PacketFacts = Pick<
  Journey,
  | 'kind'
  | 'summary'
  | 'flags'
  | 'sequence'
  | 'acknowledgement'
  | 'payloadLength'
  | 'neighbour'
  | 'icmp'
  | 'vrrp'
  | 'dns'
>
