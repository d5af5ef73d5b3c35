/** Shell functions that look for the processes of a daemon, which may have forked. */
export const PROCESSES = `
everyone() { # NAME: sets $everyone to the process ids of a daemon and of those that it has started
  everyone=" $(cat "$run/$1/pid") "
  known=
  until [ "$known" = "$everyone" ]; do
    known=$everyone
    for status in /proc/[0-9]*/stat; do
      read -r pid _ _ parent _ <"$status" || continue
      case $everyone in *" $pid "*) continue ;; esac
      case $everyone in *" $parent "*) everyone="$everyone$pid " ;; esac
    done 2>/dev/null
  done
}

states() { # NAME: a letter for the state of each process of a daemon, as in proc(5)
  everyone "$1"
  for process in $everyone; do
    read -r _ _ state _ <"/proc/$process/stat" || continue
    printf %s "$state"
  done 2>/dev/null
}`
