import type { Checker, Director, RealServer } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/** Findings about health checks. */
export function examineCheckers({ services }: Director, notes: Notes): void {
  for (const server of services.flatMap(({ servers }) => servers)) {
    if (server.checkers.length === 0)
      notes.warn(
        'no-checker',
        server.place,
        `nothing checks ${server.address}: it stays in service when it fails`,
      )
    for (const checker of server.checkers) examineChecker(checker, server, notes)
  }
}

function examineChecker({ kind, place, to, urls, program }: Checker, server: RealServer, notes: Notes): void {
  const leftOut = (why: string) =>
    notes.error('checker', place, why, { remedy: 'keepalived leaves the checker out.' })
  if ((kind === 'HTTP_GET' || kind === 'SSL_GET') && !urls.some(({ path }) => path !== ''))
    leftOut(`${kind} has no url with a path`)
  if (kind === 'MISC_CHECK' && program === undefined) leftOut('MISC_CHECK has no misc_path')
  for (const { digest } of urls)
    if (digest !== undefined && !/^[0-9a-fA-F]{32}$/.test(digest))
      notes.error('checker', place, `"${digest}" is no MD5 digest of 32 hexadecimal digits`, {
        remedy: 'keepalived leaves the digest out.',
      })
  if (to && to.port !== 0 && server.port !== 0 && to.address === server.address && to.port !== server.port)
    notes.warn(
      'checker-port',
      place,
      `${kind} asks port ${to.port}, and clients are sent to port ${server.port}`,
    )
}
