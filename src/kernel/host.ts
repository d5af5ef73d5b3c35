import type { Toolbox } from '../setup/sysroot.ts'
import { launch } from './launch.ts'
import type { EngineLink } from './link.ts'
import { engineBundle } from './paths.ts'
import type { StartOptions } from './types.ts'

/**
 * /run is private, so that namespace names are, and so are pseudo-terminals; nobody in a lab shall ask the host's name
 * servers, whose file may be a link into /run. The engine is the first process of its PID namespace.
 */
const INSIDE = [
  'mount -t tmpfs none /run && mkdir /run/netns',
  'mount -t devpts devpts /dev/pts -o newinstance,ptmxmode=666',
  'file=$(readlink -m /etc/resolv.conf) && case $file in /run/*) mkdir -p "$(dirname "$file")" && : >"$file" ;; esac',
  '{ [ ! -f /etc/resolv.conf ] || mount --bind /dev/null /etc/resolv.conf; }',
  'exec "$@"',
].join(' && ')

/** Where the machine's own commands are; those of the toolbox come after, for what the machine lacks. */
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Starts the engine on this machine's kernel, in namespaces of its own. Needs root; `prefix` is the command
 * that gives it, such as `sudo -n`.
 */
export function startHost(
  { out }: StartOptions,
  prefix: readonly string[],
  toolbox: Toolbox | undefined,
): EngineLink {
  return launch({
    prefix,
    command: ['env', ...environment(toolbox), process.execPath, engineBundle(), out],
    containment: { namespaces: ['--net', '--uts', '--ipc'], inside: INSIDE },
    input: 0,
    output: 1,
    folder: out,
    what: 'the engine',
  })
}

function environment(toolbox: Toolbox | undefined): string[] {
  if (toolbox === undefined) return [`PATH=${PATH}`]
  const { path, libraries } = toolbox
  return [`PATH=${PATH}:${path}/usr/sbin:${path}/usr/bin`, `LD_LIBRARY_PATH=${libraries}`]
}
