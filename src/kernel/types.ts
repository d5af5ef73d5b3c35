import type { EngineLink } from './link.ts'

export type KernelName = 'uml' | 'host'
export type KernelPreference = 'auto' | KernelName

/** How time passes inside: as outside, or by jumps from one timer to the next, while computing takes none. */
export type Clock = 'real' | 'virtual'

/** What it takes to start an engine, whichever kernel. */
export interface StartOptions {
  /** Folder for what the world writes; exists and is empty. */
  readonly out: string
  /** Kernel features that the lab needs, by module name. */
  readonly features: readonly string[]
  /** In virtual time, everything that the kernel draws at random follows from it. */
  readonly seed?: string
}

/** A kernel that was chosen, and why. */
export interface ChosenKernel {
  readonly name: KernelName
  readonly reason: string
  readonly clock: Clock
  /** Whether its world can be emptied for another run. */
  readonly reusable: boolean
  readonly start: (options: StartOptions) => EngineLink
}
