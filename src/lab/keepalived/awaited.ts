import type { Checker, Director, RealServer } from '../../keepalived/index.ts'

/** Nobody waits longer for a first check: until it comes, keepalived takes the server for alive. */
const LONGEST_SECONDS = 15
/** Without a first check, a server that is down at the start (alpha) gets no request at all. */
const LONGEST_ALPHA_SECONDS = 90

/** Checkers that say nothing of a success in keepalived's log. */
const SILENT: readonly string[] = ['DNS_CHECK', 'FILE_CHECK', 'BFD_CHECK']

/** Checkers whose first check a run waits for. */
export const awaitedCheckers = ({ services }: Director): Checker[] =>
  services.flatMap(({ servers }) =>
    servers.flatMap((server) => server.checkers.filter((checker) => isAwaited(checker, server))),
  )

/** A first check comes at random within the checker's warm-up time. */
export const isAwaited = ({ kind, warmupSeconds }: Checker, { alpha }: RealServer): boolean =>
  !SILENT.includes(kind) && warmupSeconds <= (alpha ? LONGEST_ALPHA_SECONDS : LONGEST_SECONDS)
