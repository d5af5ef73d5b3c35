import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { packageRoot } from '../../src/kernel/paths.ts'
import { LiveClient } from '../../src/live/client.ts'
import { socketPath } from '../../src/live/sockets.ts'
import { inFolder } from './folder.ts'

/** Some work with a lab that has been brought up for it, healthy; it is gone afterwards, however the work ends. */
export function inLiveLab<Value>(name: string, work: (lab: LiveClient) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const program = join(packageRoot(), 'scripts/lvslab')
    const env = { ...process.env, LVSLAB_RUNTIME: folder, XDG_STATE_HOME: folder }
    try {
      await $({ quiet: true, env })`${program} up ${name} --kernel uml`
      return await work(new LiveClient(name, socketPath(folder, name)))
    } finally {
      await $({ quiet: true, nothrow: true, env })`${program} down --all`
    }
  })
}

export interface Size {
  /** KiB that the keeper has in memory. */
  readonly keeper: number
  /** Processes in the lab's kernel. */
  readonly processes: number
  /** KiB that the lab's kernel has given away, caches aside. */
  readonly used: number
}

/** What a live lab takes up. */
export async function sizeOf(lab: LiveClient): Promise<Size> {
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
