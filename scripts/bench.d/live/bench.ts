import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { packageRoot } from '../../../src/kernel/paths.ts'
import { LiveClient } from '../../../src/live/client.ts'
import { socketPath } from '../../../src/live/sockets.ts'
import type { Bench, Context, Line, Report, Unit } from '../bench.ts'

export const live: Bench = {
  name: 'live',
  title: 'a live lab is broken, mended and checked: memory and processes do not grow',
  rounds: 100,
  run,
}

/** Cycles until everything has been loaded and cached that ever is. */
const WARM = 25
const FAULT = 'arp-ignore-off'

interface Size {
  /** KiB that the keeper has in memory. */
  readonly keeper: number
  /** Processes in the lab's kernel. */
  readonly processes: number
  /** KiB that the lab's kernel has given away, caches aside. */
  readonly used: number
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'lvslab-bench-'))
  const program = join(packageRoot(), 'scripts/lvslab')
  const env = { ...process.env, LVSLAB_RUNTIME: folder, XDG_STATE_HOME: folder }
  try {
    await $({ quiet: true, env })`${program} up dr --kernel uml`
    return await cycles(new LiveClient('dr', socketPath(folder, 'dr')), rounds, progress)
  } finally {
    await $({ quiet: true, nothrow: true, env })`${program} down --all`
    await rm(folder, { recursive: true })
  }
}

async function cycles(lab: LiveClient, rounds: number, progress: Context['progress']): Promise<Report> {
  let warm: Size | undefined
  const passed: boolean[] = []
  for (let cycle = 1; cycle <= rounds; cycle++) {
    progress(`cycle ${cycle} of ${rounds}`)
    await lab.change([FAULT])
    await lab.change([])
    const checked = await lab.check(() => {})
    passed.push(checked.ok && checked.value.outcome === 'pass')
    if (cycle === Math.min(WARM, rounds)) warm = await sizeOf(lab)
  }
  const good = passed.filter(Boolean).length
  return report(warm ?? (await sizeOf(lab)), await sizeOf(lab), good, rounds)
}

function report(warm: Size, end: Size, good: number, rounds: number): Report {
  const line = (what: string, unit: Unit, key: keyof Size, atMost: number, scale = 1): Line => ({
    ...{ what, unit, ours: end[key] / scale, other: warm[key] / scale },
    ...{ ratio: end[key] / warm[key], target: { atMost } },
  })
  return {
    lines: [
      { what: 'checks that pass', unit: 'count', ours: good, other: rounds, target: { atLeast: rounds } },
      line('memory of the keeper', 'MiB', 'keeper', 1.2, 1024),
      line('processes in the kernel', 'count', 'processes', 1),
      line('memory in use in the kernel', 'MiB', 'used', 1.2, 1024),
    ],
    notes: [`Other: after ${WARM} cycles of break, fix and check; ours: after ${rounds}.`],
  }
}

async function sizeOf(lab: LiveClient): Promise<Size> {
  const status = await lab.status()
  if (!status.ok) throw new Error(status.error.message)
  const keeper = numberIn(await readFile(`/proc/${status.value.pid}/status`, 'utf8'), 'VmRSS')
  const memory = await said(lab, 'cat /proc/meminfo')
  // Threads of the kernel, which come and go, have no program (proc_pid_exe(5)).
  const processes = (await said(lab, 'readlink /proc/[0-9]*/exe')).split('\n').length
  return { keeper, processes, used: numberIn(memory, 'MemTotal') - numberIn(memory, 'MemAvailable') }
}

/** What a command on the client says. */
async function said(lab: LiveClient, command: string): Promise<string> {
  let text = ''
  const session = lab.session({ node: 'client', argv: ['sh', '-c', command] }, (_, octets) => {
    text += octets.toString('utf8')
  })
  await session.ended
  return text
}

function numberIn(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1])
}
