import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { quote } from '../plan/quote.ts'
import type { ResetParameters } from '../protocol/messages.ts'
import { Failure, lastLines } from './failure.ts'
import { runProcess } from './run-process.ts'
import { waitFor } from './wait.ts'

/** What a world that nobody has used yet looks like. */
export interface Untouched {
  /** Mount points, in the order in which they were mounted. */
  readonly mounts: readonly string[]
  /** What the layer in memory holds that takes all writes to the root file system, in blocks and inodes. */
  readonly written: string
}

/** To be called before anything of a lab is there. */
export function untouchedWorld(): Untouched {
  return { mounts: mountPoints(), written: written() }
}

/**
 * Takes a User-Mode Linux back to what it was before its first lab: no process of a lab, no namespace, an empty
 * /run, another folder at /out, modules loaded anew, which takes along whatever they know and every device that
 * they have made. What cannot be taken back is a Failure: such a kernel must not be used again.
 */
export async function resetWorld(
  { out, modules }: ResetParameters,
  untouched: Untouched,
): Promise<Record<string, never>> {
  if (!inUserModeLinux()) throw new Failure('only User-Mode Linux can be used again')
  await endProcesses()
  const script = RESET.replace('OUT', () => quote(out)).replace('MODULES', () => modules.map(quote).join(' '))
  const result = await runProcess(['busybox', 'sh', '-s'], { input: script, timeoutMs: 20_000 })
  if (result.status !== 0) throw new Failure('the world could not be emptied', lastLines(result.stderr))
  expectUntouched(untouched)
  return {}
}

/**
 * Stays loaded: what the root file system stands on, and what the kernel cannot unload, IPv6 with what it uses.
 * A module is in use as long as a namespace is, and those go away only some time after their last process.
 *
 * The shell is busybox, which has all of these commands built in.
 */
const RESET = `
umount -l /run && mount -t tmpfs tmpfs /run && umount -l /out && mount -t hostfs none /out -o OUT || exit 1
loaded() {
  names=
  while read -r name _; do
    case $name in overlay | ipv6 | crc_ccitt) ;; *) names="$names $name" ;; esac
  done </proc/modules
  [ -n "$names" ]
}
tries=0
while loaded; do
  [ $((tries += 1)) -lt 30 ] || { echo "still in use:$names" >&2; exit 1; }
  rmmod $names 2>/dev/null || sleep 0.1
done
modprobe -a MODULES || echo "modprobe: not every module could be loaded"
`

/** All but the first process and this one: kill(2) says that -1 stands for exactly those. */
async function endProcesses(): Promise<void> {
  try {
    process.kill(-1, 'SIGKILL')
  } catch {
    // There is nobody.
  }
  await waitFor('every process of the run to end', 10_000, () => programs().length === 0)
}

/** Process ids; threads of the kernel, and whoever has ended, have no program (proc_pid_exe(5)). */
function programs(): string[] {
  const own = ['1', String(process.pid)]
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !own.includes(name))
  return ids.filter((id) => existsSync(`/proc/${id}/exe`))
}

function expectUntouched(untouched: Untouched): void {
  const now = untouchedWorld()
  if (now.written !== untouched.written) throw new Failure('the run has written to the root file system')
  const mounts = (world: Untouched) => world.mounts.toSorted().join(' ')
  if (mounts(now) !== mounts(untouched)) throw new Failure('the run has left a mount behind', mounts(now))
}

function mountPoints(): string[] {
  const lines = readFileSync('/proc/mounts', 'utf8').trimEnd().split('\n')
  return lines.map((line) => line.split(' ')[1] ?? '')
}

function written(): string {
  const { bfree, ffree } = statfsSync('/')
  return `${bfree} ${ffree}`
}

function inUserModeLinux(): boolean {
  return readFileSync('/proc/cpuinfo', 'utf8').includes('User Mode Linux')
}
