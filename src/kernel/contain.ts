/**
 * Containment: a process tree that dies with its owner, at any SIGKILL, without anybody cleaning up.
 *
 * setpriv(1) asks the kernel to kill the process when its parent dies (prctl(2), PR_SET_PDEATHSIG); the shell
 * then makes sure that the parent had not died before that. unshare(1) gives a PID namespace, whose death
 * takes every process in it along (pid_namespaces(7)). The first process in it asks the kernel for the same, and
 * then makes sure that unshare had not died before that: /proc still shows the world outside.
 */
export interface Containment {
  /** More namespaces than the PID and mount namespaces that are always there: `--net`. */
  readonly namespaces: readonly string[]
  /** Text for sh(1), run as the first process inside; `"$@"` is the command. */
  readonly inside: string
}

const IF_PARENT_LIVES =
  '[ "$1" = any ] || [ "$PPID" = "$1" ] || exit 1; shift; export LVSLAB_KEEPER=$$; exec "$@"'

/** Whoever has ended, waited for or not, has no program any more; see proc_pid_exe(5). */
const IF_KEEPER_LIVES = '[ -e "/proc/$LVSLAB_KEEPER/exe" ] || exit 1; mount -t proc proc /proc || exit 1; '

/**
 * The command, wrapped. `parent` is the process id that it must die with; `any` where another program, such as
 * sudo(8), stands between: then the engine's end of input has to do.
 */
export function contained(
  command: readonly string[],
  containment: Containment,
  parent: number | 'any',
): string[] {
  return [
    ...['setpriv', '--pdeathsig', 'KILL', 'sh', '-c', IF_PARENT_LIVES, 'sh', String(parent)],
    ...['unshare', ...(parent === 'any' ? [] : asRoot()), '--pid', '--mount', ...containment.namespaces],
    ...['--fork', '--kill-child=KILL'],
    ...['sh', '-c', IF_KEEPER_LIVES + containment.inside, 'sh', ...command],
  ]
}

/** Without root, a user namespace gives the right to make the others (user_namespaces(7)). */
function asRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
}
