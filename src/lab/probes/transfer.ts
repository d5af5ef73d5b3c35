import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { ProbeSpec } from './schema.ts'
import { parseSize } from './size.ts'
import type { Transfer } from './types.ts'

const LARGEST = '10 MB'

/** What an http probe is to get or to put. */
export function readTransfer(spec: ProbeSpec, path: Path, findings: Findings): Transfer | undefined {
  const { download, upload } = spec
  if (download !== undefined && upload !== undefined)
    return findings.error([...path, 'upload'], 'a probe gets a body or puts one: make two of it', {
      part: 'key',
    })
  const direction = download === undefined ? 'upload' : 'download'
  const text = download ?? upload
  if (text === undefined) return needless(spec, path, findings)
  if (spec.hold)
    findings.error(
      [...path, 'hold'],
      `a connection that is held transfers no body: leave out hold or ${direction}`,
      {
        part: 'key',
      },
    )
  const octets = parseSize(text)
  if (octets === undefined || octets > (parseSize(LARGEST) ?? 0))
    return findings.error(
      [...path, direction],
      `a size is a whole number of octets up to ${LARGEST}, not ${text}`,
    )
  const rate = spec.rate === undefined ? undefined : parseSize(spec.rate)
  if (rate === 0) findings.error([...path, 'rate'], 'nothing arrives at this rate')
  if (upload !== undefined) needless(spec, path, findings)
  return { direction, octets, ...(rate ? { rate } : {}) }
}

function needless({ rate }: ProbeSpec, path: Path, findings: Findings): undefined {
  if (rate !== undefined) findings.error([...path, 'rate'], 'a rate is for a download', { part: 'key' })
}
