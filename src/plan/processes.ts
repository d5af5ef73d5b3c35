/** A shell function that looks for the processes of a daemon, which may have forked. */
export const PROCESSES = `
processes() { # NAME FIELD: of a daemon's process and of all that come of it, a field of /proc/PID/stat (proc(5))
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$(cat "$run/$1/pid")" -v field="$2" '
    { parent[$1] = $4; value[$1] = $field }
    END {
      for (process in parent) {
        for (one = process; one in parent && one != root;) one = parent[one]
        if (one == root) print value[process]
      }
    }'
}`
