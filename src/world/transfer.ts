import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import type { Transfer } from '../lab/probes/types.ts'
import { BODIES, bodyPath, receivedPath, uploadFolder } from '../plan/bodies.ts'
import type { Body, ProbeAttempt, TransferResult } from '../verdict/types.ts'

const CHUNK = 64 * 1024

/**
 * Compares bodies at both ends: the file that was served or put with the one that the client wrote or the server
 * stored, which is then removed. A body that was put is looked for at every server: an answer that is lost names
 * none.
 */
export async function withTransfers(
  attempts: readonly ProbeAttempt[],
  { direction, octets }: Transfer,
): Promise<ProbeAttempt[]> {
  const sent = await bodyOf(bodyPath(octets))
  const compared = attempts.map(async (attempt) => {
    const port = attempt.localPort ?? 0
    const places = direction === 'download' ? [receivedPath(port)] : uploadPaths(port)
    const arrived = await firstBody(places)
    for (const place of places) rmSync(place, { force: true })
    return withTransfer(attempt, { direction, sent, ...(arrived === undefined ? {} : { arrived }) })
  })
  return Promise.all(compared)
}

const uploadPaths = (port: number): string[] =>
  readdirSync(BODIES).map((node) => `${uploadFolder(node)}/${port}`)

async function firstBody(places: readonly string[]): Promise<Body | undefined> {
  const path = places.find((place) => existsSync(place))
  return path === undefined ? undefined : bodyOf(path)
}

/** Length and digest of a file, read piece by piece. */
export async function bodyOf(path: string): Promise<Body> {
  // Loaded where it is needed: in User-Mode Linux it costs more than most probes.
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK)
  const file = openSync(path, 'r')
  let octets = 0
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read))
      octets += read
    }
  } finally {
    closeSync(file)
  }
  return { octets, sha256: hash.digest('hex') }
}

/** An attempt is answered only if what arrived is what was sent. */
export function withTransfer(attempt: ProbeAttempt, transfer: TransferResult): ProbeAttempt {
  const error = difference(transfer)
  if (attempt.outcome !== 'answered' || error === undefined) return { ...attempt, transfer }
  return { ...attempt, outcome: 'damaged', error, transfer }
}

/** In words, what is wrong with what arrived; undefined where nothing is. */
function difference({ sent, arrived }: TransferResult): string | undefined {
  if (arrived === undefined) return `none of ${sent.octets} octets arrived`
  if (arrived.octets !== sent.octets) return `${arrived.octets} octets arrived, ${sent.octets} were sent`
  return arrived.sha256 === sent.sha256
    ? undefined
    : `other octets arrived than the ${sent.octets} that were sent`
}
