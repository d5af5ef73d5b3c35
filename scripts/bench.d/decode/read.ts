/**
 * Usage: read.ts FILE [all]. Follows every packet of a capture, as `lvslab run` does, but without keeping anything;
 * with `all`, every header of every frame is decoded as well, field by field. Prints one JSON object.
 */
import { Correlator } from '../../../src/journey/correlator.ts'
import { readCapture } from '../../../src/wire/capture-reader.ts'
import { decode } from '../../../src/wire/decode.ts'

const [path = '', depth] = process.argv.slice(2)
let hops = 0
let layers = 0
const correlator = new Correlator({
  onEnd: ({ each }) => {
    let last = 0
    each((_frame, _point, header) => {
      if (header !== last) hops++
      last = header
    })
  },
})
const result = readCapture(
  path,
  (buffer, start, captured, original, seconds, nanoseconds, point) => {
    if (depth === 'all') layers += decode(buffer.subarray(start, start + captured), original).length
    correlator.push(buffer, start, captured, original, seconds, nanoseconds, point)
  },
  ({ linkType }, index) => correlator.setLinkType(index, linkType),
)
correlator.flush()
if (!result.ok) throw new Error(result.error.message)
const { frames, journeys } = correlator
const peakMiB = process.resourceUsage().maxRSS / 1024
process.stdout.write(`${JSON.stringify({ frames, journeys, hops, layers, peakMiB })}\n`)
