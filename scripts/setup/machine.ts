import { readFile } from 'node:fs/promises'
import { $ } from './shell.ts'

/** What decides which packages fit a machine, and what it has already. */
export interface Machine {
  /** Debian's code name: `bookworm`. */
  readonly release: string
  /** Debian's name: `amd64`. */
  readonly architecture: string
  readonly installed: ReadonlySet<string>
}

/** undefined where packages are not kept by dpkg and fetched by apt. */
export async function describeMachine(): Promise<Machine | undefined> {
  const probe = await $({ nothrow: true })`apt-get --version && dpkg --print-architecture`
  if (probe.exitCode !== 0) return undefined
  const status = await readFile('/var/lib/dpkg/status', 'utf8')
  const installed = status.matchAll(/^Package: (.+)\nStatus: \S+ \S+ installed$/gm)
  const osRelease = await readFile('/etc/os-release', 'utf8')
  return {
    release: /^VERSION_CODENAME=(.*)$/m.exec(osRelease)?.[1] ?? 'unknown',
    architecture: probe.stdout.trim().split('\n').at(-1) ?? 'unknown',
    installed: new Set(Array.from(installed, ([, name = '']) => name)),
  }
}
