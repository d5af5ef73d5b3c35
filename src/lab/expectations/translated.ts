import { z } from 'zod'
import type { Path } from '../text/tree.ts'
import { formatAddress } from '../topology/ip.ts'
import { probeNamed, type Setting } from './setting.ts'
import type { TranslatedExpectation } from './types.ts'

const address = z.string()

export const translatedSchema = z.strictObject({
  probe: z.string().describe('Probe whose packets are translated'),
  by: z.string().describe('Node that translates them'),
  source: z
    .union([address, z.array(address).min(1)])
    .optional()
    .describe('Address, or any of several, that a request has for its source behind that node'),
  destination: address
    .optional()
    .describe('Node or address that a request has for its destination behind it'),
})

export function resolveTranslated(
  input: z.output<typeof translatedSchema>,
  path: Path,
  { inventory, findings, ...setting }: Setting,
): TranslatedExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], { inventory, findings, ...setting })
  const by = inventory.one(input.by, [...path, 'by'])
  const ends = (['source', 'destination'] as const).filter((end) => input[end] !== undefined)
  const [end] = ends
  if (end === undefined || ends.length > 1)
    return findings.error(path, 'one end is promised: source or destination', { part: 'key' })
  if (!probe || !by) return undefined
  const addresses = [input[end] ?? []].flat().flatMap((text) => {
    const found = inventory.resolve(text, by, [...path, end])
    return found === undefined ? [] : [formatAddress(found)]
  })
  return { kind: 'translated', probe: probe.name, by: by.name, end, addresses }
}
