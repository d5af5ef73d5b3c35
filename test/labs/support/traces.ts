import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { expect, vi } from 'vitest'

/** Kinds of namespaces that a run makes; see namespaces(7). */
const KINDS = ['pid', 'mnt', 'net', 'user', 'uts', 'ipc'] as const

/** How long a machine may take to clear away what has died, in milliseconds; what is left behind stays for ever. */
const PATIENCE = 180_000

export interface Trace {
  readonly pid: number
  readonly parent: number
  /** A letter as in proc(5). */
  readonly state: string
  /** Arguments, separated by blanks; empty for processes of programs inside User-Mode Linux. */
  readonly command: string
}

/**
 * The processes of one run, as the machine sees them: whatever carries the run's mark in its environment, which
 * children inherit, and whatever lives in a namespace that such a process was ever seen in.
 */
export class Traces {
  readonly #mark = randomUUID()
  readonly #known: ReadonlySet<string>
  readonly #namespaces = new Set<string>()

  /** @param surroundings a process whose namespaces are not the run's own */
  constructor(surroundings: number | 'self' = 'self') {
    this.#known = new Set([...namespacesOf('self'), ...namespacesOf(surroundings)])
  }

  /** Variables that mark a process and its descendants. */
  get env(): Readonly<Record<string, string>> {
    return { LVSLAB_TEST_RUN: this.#mark }
  }

  /** Everything of the run that is there now. */
  look(): Trace[] {
    const all = processIds().map((pid) => ({ pid, ...factsOf(pid) }))
    for (const { environment, namespaces } of all) {
      if (environment.includes(this.#mark)) this.#remember(namespaces)
    }
    return all
      .filter(({ environment, namespaces }) => {
        return environment.includes(this.#mark) || namespaces.some((one) => this.#namespaces.has(one))
      })
      .map(({ pid, parent, state, command }) => ({ pid, parent, state, command }))
  }

  /** Waits until nothing is left: no process, and so no namespace, and no mount that would keep one. */
  async expectGone(): Promise<void> {
    await vi.waitFor(() => expect(this.look()).toEqual([]), { timeout: PATIENCE, interval: 20 })
    const kept = readFileSync('/proc/self/mountinfo', 'utf8')
    expect([...this.#namespaces].filter((one) => kept.includes(one))).toEqual([])
  }

  #remember(namespaces: readonly string[]): void {
    for (const one of namespaces) if (!this.#known.has(one)) this.#namespaces.add(one)
  }
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** Of a process that ends meanwhile, or is somebody else's, nothing is known. */
function factsOf(pid: number) {
  const stat = textOf(`/proc/${pid}/stat`)
  const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    ...{ state, parent: Number(parent) },
    command: textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(),
    environment: textOf(`/proc/${pid}/environ`),
    namespaces: namespacesOf(pid),
  }
}

function namespacesOf(pid: number | 'self'): string[] {
  try {
    return KINDS.map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`))
  } catch {
    return []
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
