import { spawnSync } from 'node:child_process'
import type { Problem } from '../events/types.ts'
import type { Lab } from '../lab/types.ts'
import { findSysroot, findToolbox } from '../setup/sysroot.ts'
import { missingInFolder, missingOnHost, requiredFeatures } from './features.ts'
import { startHost } from './host.ts'
import { type FoundImage, realImage, virtualImage } from './image.ts'
import { missingPrograms } from './programs.ts'
import type { ChosenKernel, Clock, KernelPreference } from './types.ts'
import { startUml } from './uml.ts'

export type Chosen =
  | { readonly ok: true; readonly kernel: ChosenKernel }
  | { readonly ok: false; readonly error: Problem }

/**
 * The kernel to run a lab in. `auto` takes the host's only when it has all that the lab requires and root is at
 * hand and the clock is real; User-Mode Linux otherwise. Either way the reason is told. `features` are more than the
 * lab's own where it is to change.
 */
export function chooseKernel(
  preference: KernelPreference,
  lab: Lab,
  clock: Clock = 'real',
  features: readonly string[] = requiredFeatures(lab),
): Chosen {
  const missing = missingPrograms(lab, findToolbox()?.path)
  if (missing !== undefined) return { ok: false, error: missing }
  if (preference === 'uml') return umlKernel('asked for', features, clock)
  if (clock === 'virtual') {
    return preference === 'host' ? HOST_CLOCK : umlKernel('virtual time needs it', features, clock)
  }
  const host = hostKernel(lab, features)
  if (preference === 'host') return host
  return host.ok ? host : umlKernel(host.error.message, features, clock)
}

const HOST_CLOCK: Chosen = {
  ok: false,
  error: {
    message: "this machine's kernel has no virtual time",
    remedy: 'leave out --kernel host, or --clock virtual',
  },
}

function umlKernel(reason: string, features: readonly string[], clock: Clock): Chosen {
  const found = findSysroot()
  if (!found.ok) return found
  const { sysroot } = found
  const using: FoundImage =
    clock === 'virtual' ? virtualImage(features) : { ok: true, ...realImage(sysroot, features) }
  if (!using.ok) return using
  const { image, which } = using
  const missing = missingInFolder(features, image.modules)
  if (missing.length > 0) return { ok: false, error: lacking(missing, sysroot.release) }
  const refused = refusedNamespaces()
  if (refused !== undefined) return { ok: false, error: refused }
  const start: ChosenKernel['start'] = (options) => startUml(sysroot, image, options)
  // Emptying means to load all modules anew, which takes as long as starting a kernel that has none.
  const reusable = image.built === undefined
  return { ok: true, kernel: { name: 'uml', reason: `${which}; ${reason}`, clock, reusable, start } }
}

function lacking(missing: readonly string[], release: string): Problem {
  const message = `User-Mode Linux ${release} lacks ${missing.join(', ')}`
  return { message, remedy: 'run as root on a kernel that has it: lvslab run LAB --kernel host' }
}

function hostKernel(lab: Lab, features: readonly string[]): Chosen {
  const missing = missingOnHost(features)
  if (missing.length > 0) {
    const message = `this machine's kernel lacks ${missing.join(', ')}`
    return { ok: false, error: { message, remedy: `lvslab run ${lab.name} --kernel uml` } }
  }
  const prefix = rootPrefix()
  if (prefix === undefined) {
    const message = "no root here for this machine's kernel"
    return { ok: false, error: { message, remedy: `sudo -v && lvslab run ${lab.name} --kernel host` } }
  }
  const reason = `this machine's kernel has ${features.join(', ')}, and root is at hand`
  const start: ChosenKernel['start'] = (options) => startHost(options, prefix, findToolbox())
  return { ok: true, kernel: { name: 'host', reason, clock: 'real', reusable: false, start } }
}

/** What to put before a command so that it runs as root without asking; undefined where nothing does. */
export function rootPrefix(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return []
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
  return sudo.status === 0 ? ['sudo', '-n'] : undefined
}

/** Why a contained process cannot be made here, if so: some distributions keep user namespaces from users. */
export function refusedNamespaces(): Problem | undefined {
  if (process.getuid?.() === 0) return undefined
  const flags = [
    '--user',
    '--map-root-user',
    '--pid',
    '--mount',
    '--fork',
    'mount',
    '-t',
    'tmpfs',
    'none',
    '/dev/shm',
  ]
  const tried = spawnSync('unshare', flags, { encoding: 'utf8' })
  if (tried.status === 0) return undefined
  return {
    message: 'this machine does not let ordinary users make user namespaces, in which a kernel is kept',
    detail: (tried.stderr ?? String(tried.error)).trim(),
    remedy: 'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 kernel.unprivileged_userns_clone=1',
  }
}
