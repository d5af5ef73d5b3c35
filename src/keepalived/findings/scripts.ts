import { YOUR_SCRIPT } from '../grammar/field.ts'
import type { Director } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/** check_track_script_secure() and the like: whoever can write to a script decides what keepalived does. */
export function examineScripts({ scriptSecurity, scripts, services }: Director, notes: Notes): void {
  if (scriptSecurity) return
  const checkers = services.flatMap(({ servers }) => servers.flatMap((server) => server.checkers))
  const [first] = [
    ...scripts.filter(({ script }) => script !== ''),
    ...checkers.filter(({ program }) => program !== undefined),
    ...notes.asides.filter(({ reason }) => reason === YOUR_SCRIPT),
  ].toSorted((one, other) => one.place.start - other.place.start)
  if (first)
    notes.warn('script-security', first.place, 'scripts are run, and script security is off', {
      remedy: 'Say enable_script_security and script_user in global_defs.',
    })
}
