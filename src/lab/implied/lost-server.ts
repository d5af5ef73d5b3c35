import { failureSeconds } from '../keepalived/timers.ts'
import type { ServerKind } from '../vocabulary.ts'
import { clientFor } from './router.ts'
import { serverNames } from './server-nodes.ts'
import { targetOf } from './traffic.ts'
import type { ChangeFile, Pieces, Target } from './types.ts'

/** How long all is well, and how long a machine that is busy may take beside what the checker does. */
const WELL_SECONDS = 1
const BUSY_SECONDS = 2
/** Nobody watches a checker that takes longer. */
const LONGEST_SECONDS = 30

/** The same lab, in which a real server's daemon ends and returns while a client asks, and its checker finds out. */
export function lostServerOf(pieces: Pieces): Readonly<Record<string, ChangeFile>> {
  const names = serverNames(pieces.machines)
  for (const [index, machine] of pieces.machines.entries())
    for (const target of machine.targets) {
      const kind = machine.serves.get(`tcp ${target.server.port}`)
      const seconds = kind === undefined || !isDealtTo(target) ? undefined : noticedIn(target)
      if (kind !== undefined && seconds !== undefined)
        return { 'server-lost': lost(names[index] ?? '', kind, target, seconds, pieces) }
    }
  return {}
}

/** These hand requests of one client to each server in turn, so a server that gets none has been taken out. */
const IN_TURN = ['rr', 'wrr']

function isDealtTo({ of: { service, protocol, port }, server, isSorry }: Target): boolean {
  const isOne = !isSorry && 'weight' in server && server.weight > 0 && !server.inhibit
  const enough = service.servers.length > Math.max(1, service.quorum)
  const isTurned = IN_TURN.includes(service.scheduler) && service.persistentSeconds === undefined
  return isOne && enough && isTurned && protocol === 'tcp' && port > 0
}

/** Seconds until all checkers that connect to the server have had their say; none where nobody does. */
function noticedIn({ server }: Target): number | undefined {
  const checkers = 'checkers' in server ? server.checkers : []
  const asking = checkers.filter(({ to }) => to?.port === server.port)
  if (asking.length === 0 || asking.length < checkers.length) return undefined
  const seconds = Math.ceil(Math.max(...asking.map(failureSeconds))) + BUSY_SECONDS
  return seconds > LONGEST_SECONDS ? undefined : seconds
}

function lost(
  name: string,
  serves: ServerKind,
  { of }: Target,
  seconds: number,
  { machines }: Pieces,
): ChangeFile {
  const { kind, target } = targetOf(of, machines)
  const [fails, returns] = [`${name}-fails`, `${name}-returns`]
  const back = WELL_SECONDS + seconds + BUSY_SECONDS
  const steady = { from: clientFor(of.vip), [kind]: target, every: '100ms', timeout: '1s' }
  const events = {
    [fails]: { at: `${WELL_SECONDS}s`, stop: serves, on: name },
    [returns]: { at: `${back}s`, start: serves, on: name },
  }
  return {
    title: `${name} fails and returns, and its checker finds out`,
    patch: {
      probes: { steady },
      timeline: { lasts: `${back + seconds + BUSY_SECONDS}s`, events },
      expect: [
        { leaves: { probe: 'steady', server: name, after: fails, within: `${seconds}s` } },
        { joins: { probe: 'steady', server: name, after: returns, within: `${seconds}s` } },
      ],
    },
  }
}
