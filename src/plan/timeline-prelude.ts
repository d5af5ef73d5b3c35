import { PROCESSES } from './processes.ts'

/**
 * Functions of the script of a timeline, beside those of `prelude.ts`. What happens is announced as steps are: the
 * name of an event as it begins, and once more with a full stop as it ends.
 */
export const TIMELINE_PRELUDE = String.raw`
steady() { # NAME NAMESPACE COMMAND...: starts a steady probe, which writes to $run/timeline/NAME
  name=$1 namespace=$2
  shift 2
  (enter "$namespace" "$@") </dev/null >"$run/timeline/$name" 2>"$run/timeline/$name.log" 3>&- &
  probes="$probes $!"
}

now() { # sets $now: hundredths of a second since the kernel has been up
  IFS='. ' read -r now part _ </proc/uptime
  now=$((now * 100 + 1$part - 100))
}

sending() { # NAME: waits until a steady probe sends
  now
  until [ -s "$run/timeline/$1" ]; do
    begun=$now
    sleep 0.02
    now
    [ $((now - begun)) -lt 1000 ] || { tail -n 20 "$run/timeline/$1.log" >&2; exit 1; }
  done
}

begin() { # the time that all others count from
  now
  zero=$now
  announced begin
}

announced() { # WORD
  printf '%s\n' "$1" >&"$announce"
}

at() { # HUNDREDTHS EVENT: waits until so long after the beginning
  now
  left=$((zero + $1 - now))
  [ "$left" -le 0 ] || sleep "$((left / 100)).$(printf %02d $((left % 100)))"
  announced "$2"
}

happened() { # EVENT
  announced "$1."
}

${PROCESSES}

inside() { # NAMESPACE COMMAND...: by its path, because the nsenter of busybox takes the names of its own applets
  namespace=$1 program=$(command -v "$2")
  shift 2
  (enter "$namespace" "$program" "$@")
}

reweigh() { # NAMESPACE WORD...: ipvsadm; a real server that keepalived has taken out has no weight that could change
  namespace=$1
  shift
  said=$(inside "$namespace" ipvsadm "$@" 2>&1) && return
  case $said in *'No such destination'*) return 0 ;; esac
  printf '%s\n' "$said" >&2
  return 1
}

signal() { # SIGNAL NAME: to all processes of a daemon
  everyone=$(processes "$2" 1)
  kill -STOP $everyone # nobody is to see how the others go
  kill -"$1" $everyone
}
`
