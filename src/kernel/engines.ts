import type { EngineLink } from './link.ts'
import type { ChosenKernel, KernelName, StartOptions } from './types.ts'

/** An engine whose world is empty. */
export interface Taken {
  readonly link: EngineLink
  /** Whether its kernel is new, has served other runs, or stands for one that could not be emptied, and why. */
  readonly past: 'none' | 'used' | { readonly refused: string }
}

/**
 * Where runs that follow each other get their engines: one at a time. A kernel that can be emptied serves one run
 * after the other until something goes wrong; then, and on any other kernel, each run gets a new one.
 */
export class Engines {
  #kept: { readonly name: KernelName; readonly link: EngineLink } | undefined
  #gone: Promise<unknown> = Promise.resolve()

  /** Fails only as the engine's calls do: what cannot be used again is ended and replaced. */
  async take(kernel: ChosenKernel, options: StartOptions): Promise<Taken> {
    const kept = this.#kept
    if (kept === undefined) return { link: this.#start(kernel, options), past: 'none' }
    const emptied = await empty(kept, kernel, options)
    // Whoever has ended it meanwhile asks no more of it.
    if (emptied === undefined || this.#kept !== kept) return { link: kept.link, past: 'used' }
    await this.end()
    return { link: this.#start(kernel, options), past: { refused: emptied } }
  }

  /** Ends the engine, if there is one; resolves when it is gone. Safe to call again, at any time. */
  async end(): Promise<void> {
    if (this.#kept !== undefined) {
      this.#kept.link.kill()
      this.#gone = this.#kept.link.ended
      this.#kept = undefined
    }
    await this.#gone
  }

  #start(kernel: ChosenKernel, options: StartOptions): EngineLink {
    const link = kernel.start(options)
    this.#kept = { name: kernel.name, link }
    return link
  }
}

/** Why it cannot be had; undefined when it is ready. */
async function empty(
  { name, link }: { readonly name: KernelName; readonly link: EngineLink },
  kernel: ChosenKernel,
  { out, features }: StartOptions,
): Promise<string | undefined> {
  if (name !== kernel.name || !kernel.reusable) return 'it is another kernel'
  const result = await link.reset({ out, modules: features })
  return result.ok ? undefined : result.error.message
}
