import { join } from 'node:path'
import { sha256 } from '../setup/kernels.ts'
import type { Sysroot } from '../setup/sysroot.ts'
import type { Containment } from './contain.ts'
import type { UmlImage } from './image.ts'
import { launch } from './launch.ts'
import type { EngineLink } from './link.ts'
import { engineBundle, packageRoot } from './paths.ts'
import type { StartOptions } from './types.ts'

/** Memory of the guest. Pages are taken from the host as the guest first touches them. */
const MEMORY = '1G'

/**
 * Initialisation steps that Debian's kernel is told to leave out: a RAID benchmark that takes 0.7 s, and the management
 * console. A built kernel has neither.
 */
const LEFT_OUT = ['raid6_select_algo', 'mconsole_init']

/**
 * Inside the PID namespace: memory of the guest lies in a file in TMPDIR, on a tmpfs of its own, so that it
 * is gone with the namespace. The kernel is a child, not the first process, for which signals mean less.
 *
 * The kernel traces its guest's processes and waits for them in turn, so one processor is all that it can use,
 * and on two each turn has to wake the other one: that takes twice as long. It keeps to a processor that no other
 * lab has taken, the one it is on if possible; a lock on its folder in /sys tells. Where all are taken, it is the
 * second or the third on one of them. Where there are more, or this one may not be used, the scheduler decides.
 */
const INSIDE = `mount -t tmpfs none /dev/shm || exit
all=/sys/devices/system/cpu/cpu
for place in '' /topology /power; do
  for cpu in $all"$(cut -d ' ' -f 39 /proc/self/stat)" $all[0-9]*; do
    [ -d $cpu$place ] || continue
    exec 9<$cpu$place
    flock --nonblock 9 && taskset --pid --cpu-list \${cpu#$all} $$ >/dev/null 2>&1 && break 2
    exec 9<&-
  done
done
"$@"; exit $?`

export const UML_CONTAINMENT: Containment = { namespaces: [], inside: INSIDE }
export const UML_ENVIRONMENT = { TMPDIR: '/dev/shm' }

/** When virtual time begins, in nanoseconds since 1970: 2026-01-01, so that every run sees the same date. */
const VIRTUAL_START = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n

/**
 * With `inf-cpu` the clock stands while anybody computes (arch/um/kernel/time.c), and with a seed all that the kernel
 * draws at random is drawn again in the next run (scripts/setup/kernel/patches).
 */
const virtualTime = (seed: string): string[] => [
  'time-travel=inf-cpu',
  `time-travel-start=${VIRTUAL_START}`,
  `random.seed=${sha256(seed)}`,
]

/** Without it, the kernel's memory and so the sizes of its tables would depend on where the host put its heap. */
const FIXED_ADDRESSES = ['setarch', '--addr-no-randomize']

/** Starts User-Mode Linux as an ordinary process, with the engine on its first serial line. */
export function startUml(
  sysroot: Sysroot,
  image: UmlImage,
  { out, features, seed = '' }: StartOptions,
): EngineLink {
  const isVirtual = image.clock === 'virtual'
  const variables = {
    LVSLAB_SYSROOT: sysroot.path,
    LVSLAB_OUT: out,
    LVSLAB_NODE: process.execPath,
    LVSLAB_ENGINE: engineBundle(),
    LVSLAB_MODULES: image.built ? '' : features.join(','),
    LVSLAB_REQUESTS: isVirtual ? 'files' : 'line',
  }
  return launch({
    command: umlCommand(
      sysroot,
      { ...image, seed },
      join(packageRoot(), 'src/kernel/uml-init.sh'),
      variables,
    ),
    containment: UML_CONTAINMENT,
    env: UML_ENVIRONMENT,
    input: 3,
    output: 4,
    requests: isVirtual ? 'files' : 'line',
    folder: out,
    what: 'User-Mode Linux',
  })
}

/**
 * The kernel with a script as its first process, which finds the variables in its environment. Its console is
 * standard output, its first serial line file descriptors 3 (in) and 4 (out). Without `pty.legacy_count` it would
 * make 256 pairs of old-style terminals, which takes 0.2 s.
 */
export function umlCommand(
  sysroot: Sysroot,
  { linux, clock, seed = '' }: Pick<UmlImage, 'linux' | 'clock'> & { readonly seed?: string },
  script: string,
  variables: Readonly<Record<string, string>>,
): string[] {
  return [
    ...FIXED_ADDRESSES,
    linux,
    `mem=${MEMORY}`,
    ...[
      'root=none',
      'rootfstype=hostfs',
      'rootflags=/',
      'ro',
      parameter('init', sysroot.tool('busybox') ?? ''),
    ],
    ...['con=null', 'con0=null,fd:1', 'ssl=null', 'ssl0=fd:3,fd:4', 'quiet', 'pty.legacy_count=0'],
    ...(clock === 'virtual' ? virtualTime(seed) : []),
    `initcall_blacklist=${LEFT_OUT.join(',')}`,
    // Every kernel has a folder for its process id there, which would be in the user's home.
    `uml_dir=${UML_ENVIRONMENT.TMPDIR}/`,
    ...Object.entries(variables).map(([name, value]) => parameter(name, value)),
    ...['--', 'sh', word(script)],
  ]
}

/** Double quotes keep blanks together on a kernel command line; nothing can quote a double quote. */
function parameter(name: string, value: string): string {
  return `${name}=${word(value)}`
}

function word(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}
