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
 * children inherit, and whoever has lost parents and environment in a namespace that such a process was ever seen in.
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
    const facts = new Map(all.map((one) => [one.pid, one]))
    return all
      .filter(({ pid, namespaces }) => {
        const marked = isMarked(pid, this.#mark, facts)
        return marked ?? namespaces.some((one) => this.#namespaces.has(one))
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

/**
 * Whether a process, or the nearest of its ancestors whose environment can be read, carries the mark; undefined where
 * there is none but the first process. A namespace alone says little: when one has gone, its number is given to the next
 * that anybody makes (proc_alloc_inum in fs/proc/generic.c).
 */
function isMarked(pid: number, mark: string, facts: ReadonlyMap<number, Facts>): boolean | undefined {
  const one = pid === 1 ? undefined : facts.get(pid)
  if (one === undefined) return undefined
  return one.environment === '' ? isMarked(one.parent, mark, facts) : one.environment.includes(mark)
}

type Facts = ReturnType<typeof factsOf>

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
