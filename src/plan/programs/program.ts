import type { Ready } from '../types.ts'

/** How a program is run in a lab: in the foreground, as root, in the folder of its configuration. */
export interface Program {
  /** Its command with the name of its configuration, which lies in `$DIR`, and of the node that runs it. */
  readonly argv: (file: string, node: string) => readonly string[]
  /** How it looks at its configuration before it is started; runs in that folder. */
  readonly test?: (file: string) => readonly string[]
  /** Where it listens if the lab does not say; the protocol is what it listens for either way. */
  readonly listens: { readonly protocol: 'tcp' | 'udp'; readonly ports: readonly number[] }
  /** What else has to be so before traffic is sent. */
  readonly settled?: readonly Ready[]
  /** Signals, without SIG: read the configuration again, where it can; end in good order. */
  readonly reload?: string
  readonly stop: string
  /** On which it forgets what others have told it. */
  readonly forget?: string
}
