import { z } from 'zod'
import { keepalivedGives } from '../keepalived/gives.ts'
import { DURATION, parseDuration } from '../probes/duration.ts'
import type { Path } from '../text/tree.ts'
import { formatAddress, parseAddress } from '../topology/ip.ts'
import type { Setting } from './setting.ts'
import type { AnnouncedExpectation, HolderExpectation } from './time-types.ts'
import { afterSchema, readTimed } from './timed.ts'

const address = z.string().describe('Address that comes and goes: one of keepalived, or one that is moved')
const time = z.string().regex(DURATION, 'a duration such as 500ms or 4s')

export const holderSchema = z.strictObject({
  address,
  is: z.string().describe('Node that has it, alone and to the end, or until the next such promise begins'),
  after: afterSchema.optional(),
  within: time
    .optional()
    .describe('With after: how long the node may take to get it; if not given, it has to have it already'),
})

export const announcedSchema = z.strictObject({
  address,
  by: z.string().describe('Node that gets it on the timeline'),
  within: time.describe('How long it may take to send the first gratuitous ARP, or neighbour advertisement'),
})

export function resolveHolder(
  { is, within, ...input }: z.output<typeof holderSchema>,
  path: Path,
  setting: Setting,
): HolderExpectation | undefined {
  const timed = readTimed(input.after, path, setting)
  const taken = timed && readTaken(input.address, is, [...path, 'is'], path, setting)
  if (within !== undefined && input.after === undefined)
    return setting.findings.error([...path, 'within'], 'within what? give after as well', { part: 'key' })
  if (!taken) return undefined
  const mostMs = within === undefined ? undefined : parseDuration(within)
  return { kind: 'holder', ...taken, ...timed, ...(mostMs !== undefined && { withinMs: mostMs }) }
}

export function resolveAnnounced(
  { by, within, address }: z.output<typeof announcedSchema>,
  path: Path,
  setting: Setting,
): AnnouncedExpectation | undefined {
  const timed = readTimed(undefined, path, setting)
  const taken = timed && readTaken(address, by, [...path, 'by'], path, setting)
  return taken && { kind: 'announced', ...taken, ...timed, withinMs: parseDuration(within) ?? 0 }
}

/** An address that comes and goes, all nodes that may have it, and the one that is meant. */
function readTaken(
  text: string,
  name: string,
  at: Path,
  path: Path,
  setting: Setting,
): Pick<HolderExpectation, 'address' | 'node' | 'among'> | undefined {
  const { findings, inventory } = setting
  const node = inventory.one(name, at)?.name
  const parsed = parseAddress(text)
  if (parsed === undefined) return findings.error([...path, 'address'], `"${text}" is not an IP address`)
  const address = formatAddress(parsed)
  const among = takersOf(address, setting)
  if (findings.lost(['nodes']) || findings.lost(['timeline'])) return undefined
  if (among.length === 0)
    return findings.error([...path, 'address'], `nobody takes ${address} and gives it up`, {
      remedy: 'It has to be an address of a keepalived.conf, or one that an event moves.',
    })
  if (node === undefined) return undefined
  if (among.includes(node)) return { address, node, among }
  return findings.error(at, `"${node}" never has ${address}`, {
    remedy: `Nodes that may: ${among.join(', ')}.`,
  })
}

/** Nodes that keepalived or an event gives the address. */
function takersOf(address: string, { promising, meant, timeline }: Setting): string[] {
  const configured = promising.filter((node) => keepalivedGives(node, address))
  const moved = [...meant, ...(timeline?.events ?? [])].flatMap((event) =>
    event.kind === 'move' && event.cidr.split('/')[0] === address ? [event.from.node, event.to.node] : [],
  )
  return [...new Set([...configured.map(({ name }) => name), ...moved])]
}
