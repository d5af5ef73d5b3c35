import { Correlator } from '../../../src/journey/correlator.ts'
import { readCapture } from '../../../src/wire/capture-reader.ts'

/** Decodes a capture and follows its packets; prints frames, journeys and the process's peak memory in KiB. */
const correlator = new Correlator({})
const result = readCapture(
  process.argv[2] ?? '',
  (bytes, start, captured, original, seconds, nanoseconds, point) => {
    correlator.push(bytes, start, captured, original, seconds, nanoseconds, point)
  },
  ({ linkType }, point) => correlator.setLinkType(point, linkType),
)
if (!result.ok) throw new Error(result.error.message)
correlator.flush()
const { frames, journeys } = correlator
process.stdout.write(`${JSON.stringify({ frames, journeys, peak: process.resourceUsage().maxRSS })}\n`)
