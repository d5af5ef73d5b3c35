import { afterAll, expect } from 'vitest'
import { realImage } from '../../../src/kernel/image.ts'
import type { EngineLink } from '../../../src/kernel/link.ts'
import { startUml } from '../../../src/kernel/uml.ts'
import { type ExecParameters, type ExecValue, PROTOCOL_VERSION } from '../../../src/protocol/messages.ts'
import { scratch } from '../../support/scratch.ts'
import { sysroot } from './toolbox.ts'

const PATIENCE = 300_000

/** A User-Mode Linux with an engine in it, for what no run of a lab does; gone when the tests of this file are. */
export class BootedKernel {
  readonly link: EngineLink
  readonly out: string

  private constructor(link: EngineLink, out: string) {
    this.link = link
    this.out = out
  }

  static async boot(features: readonly string[] = ['veth', 'bridge']): Promise<BootedKernel> {
    const out = scratch('kernel')
    const link = startUml(sysroot(), realImage(sysroot()).image, { out, features })
    afterAll(async () => {
      link.kill()
      await link.ended
    })
    const greeted = await link.call('hello', { version: PROTOCOL_VERSION })
    if (!greeted.ok) expect.fail(`${greeted.error.message}\n${greeted.error.detail}`)
    return new BootedKernel(link, out)
  }

  /** Runs a command and gives back how it ended, whatever its status. */
  async exec(argv: readonly string[], options: Partial<ExecParameters> = {}): Promise<ExecValue> {
    const result = await this.link.call('exec', { argv, timeoutMs: PATIENCE, ...options })
    return result.ok ? result.value : expect.fail(result.error.message)
  }

  /** Runs a command that has to succeed; gives its output. */
  async output(argv: readonly string[], options: Partial<ExecParameters> = {}): Promise<string> {
    const { status, signal, stdout, stderr } = await this.exec(argv, options)
    expect({ status, signal }, stderr).toEqual({ status: 0 })
    return stdout
  }
}
