import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { decodeFrame, loadFrames } from '../../src/wire/frames.ts'
import { REDIRECT } from '../../src/wire/icmp.ts'
import type { Layer } from '../../src/wire/layer.ts'
import { LINK_RAW_IP } from '../../src/wire/numbers.ts'
import { PcapngWriter } from '../../src/wire/pcapng-writer.ts'
import type { Frame } from '../../src/wire/types.ts'
import { TSHARK_FIELDS, type Value } from './tshark-fields.ts'

export interface Tshark {
  readonly path: string
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>
}

/** One field of one frame in which tshark and our decoder disagree; several values are joined by commas. */
export interface Difference {
  readonly frame: number
  /** tshark's name of the field. */
  readonly field: string
  readonly ours: string
  readonly theirs: string
}

export type Decoder = (frame: Frame) => readonly Layer[]

/** Our values by tshark's field names, in the order in which they stand in the frame. */
type Fields = Map<string, (string | number | boolean)[]>

/** tshark at LVSLAB_TSHARK, or the one in PATH; undefined where there is none. */
export function findTshark(env: NodeJS.ProcessEnv = process.env): Tshark | undefined {
  const candidates = [
    env.LVSLAB_TSHARK,
    ...(env.PATH ?? '').split(':').map((folder) => join(folder, 'tshark')),
  ]
  const path = candidates.find((candidate) => candidate && existsSync(candidate))
  return path === undefined ? undefined : tsharkAt(path)
}

/** A tshark that was only unpacked, not installed, needs to be told where its libraries are. */
export function tsharkAt(path: string): Tshark {
  const libraries = join(dirname(dirname(path)), 'lib')
  const folders = existsSync(libraries)
    ? readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'))
    : []
  const own = folders
    .map((name) => join(libraries, name))
    .filter((folder) => existsSync(join(folder, 'wireshark')))
  return { path, env: own.length > 0 ? { LD_LIBRARY_PATH: own.join(':') } : {} }
}

const FRAME_FIELDS = ['frame.interface_name', 'frame.time_epoch', 'frame.len', 'frame.cap_len'] as const
const LAYER_FIELDS = [...new Set(Object.values(TSHARK_FIELDS).flatMap((fields) => Object.keys(fields)))]
const ALL_FIELDS = [...FRAME_FIELDS, ...LAYER_FIELDS]

/** Every header for itself: nothing put together from several frames, every checksum verified. */
const PREFERENCES = [
  'ip.check_checksum:TRUE',
  'tcp.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
  'ip.defragment:FALSE',
  'ipv6.defragment:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
  'tcp.relative_sequence_numbers:FALSE',
]

/**
 * Has tshark decode a capture and compares every field that we decode, frame by frame. Only whether a checksum
 * is right is not compared where tshark does not verify it, in quoted packets and first fragments, which tshark takes for whole, and
 * where the checksum is 0xffff.
 * What tshark takes for DNS only for its port is left out, redirects of ICMPv6, and what is inside of GUE in a packet that was cut into fragments.
 * @param decoder ours, unless the comparison itself is on trial
 */
export async function compareWithTshark(
  path: string,
  tshark: Tshark,
  decoder: Decoder = decodeFrame,
): Promise<Difference[]> {
  const loaded = loadFrames(path)
  if (!loaded.ok) throw new Error(loaded.error.message)
  const { frames, origin } = loaded
  const rows = await runTshark(path, tshark)
  if (rows.length !== frames.length)
    throw new Error(`tshark sees ${rows.length} frames, we see ${frames.length}`)
  const differences = frames.flatMap((frame, index) =>
    isRedirect6(frame)
      ? []
      : compareFrame(fieldsOf(frame, origin, decoder), frame.id, rows[index] as string[]),
  )
  return [...differences, ...(await compareInsideGue(frames, tshark, decoder))]
}

/** Carries the redirected packet in an option (RFC 4861, section 4.6.3), which tshark decodes and we do not. */
function isRedirect6(frame: Frame): boolean {
  return decodeFrame(frame).some((layer) => layer.protocol === 'icmpv6' && layer.type === REDIRECT6)
}

const REDIRECT6 = 137

async function runTshark(path: string, { path: command, env }: Tshark): Promise<string[][]> {
  const fields = ALL_FIELDS.flatMap((field) => ['-e', field])
  const preferences = PREFERENCES.flatMap((preference) => ['-o', preference])
  const format = ['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=,']
  const args = ['-n', '-r', path, ...preferences, ...format, ...fields]
  const { stdout } = await execa(command, args, { env, maxBuffer: 2 ** 30 })
  return stdout === '' ? [] : stdout.split('\n').map((line) => line.split('\t'))
}

/** To tshark, whatever comes on port 53 is DNS. A question has one name (RFC 9619), and one of six operation codes. */
function isStrange(row: readonly string[]): boolean {
  const of = (field: (typeof ALL_FIELDS)[number]) => row[ALL_FIELDS.indexOf(field)] ?? ''
  return !/^[012456]$/.test(of('dns.flags.opcode')) || !/^[01]$/.test(of('dns.count.queries'))
}

function compareFrame(ours: Fields, frame: number, row: readonly string[]): Difference[] {
  const isOther = !ours.has('dns.id') && isStrange(row)
  return ALL_FIELDS.flatMap((field, index) => {
    if (isOther && field.startsWith('dns.')) return []
    const mine = (ours.get(field) ?? []).map(normalise)
    const theirs = (row[index] ?? '').split(',').filter(Boolean).map(normalise)
    const isEqual = isStatus(field) ? agree(mine, theirs) : mine.join() === theirs.join()
    return isEqual ? [] : [{ frame, field, ours: mine.join(), theirs: theirs.join() }]
  })
}

function fieldsOf(frame: Frame, origin: bigint, decoder: Decoder): Fields {
  const values: Fields = new Map<string, (string | number | boolean)[]>([
    ['frame.interface_name', [frame.point]],
    ['frame.time_epoch', [secondsOf(origin + BigInt(frame.time))]],
    ['frame.len', [frame.originalLength]],
    ['frame.cap_len', [frame.bytes.length]],
  ])
  const layers = flatten(decoder(frame))
  for (const [index, { layer, isQuoted }] of layers.entries()) {
    const isDoubtful =
      isQuoted || isNegativeZero(layer) || layers.slice(0, index).some((outer) => isCut(outer.layer))
    const fields = (TSHARK_FIELDS[layer.protocol] ?? {}) as Record<
      string,
      (layer: Layer, outer?: Layer) => Value
    >
    for (const [field, read] of Object.entries(fields)) {
      const own = read(layer, layers[index - 1]?.layer) ?? []
      const value = isDoubtful && isStatus(field) && !Array.isArray(own) ? ANY : own
      values.set(field, [...(values.get(field) ?? []), ...[value].flat()])
    }
  }
  return values
}

/**
 * A checksum of 0xffff sums up as well as one of 0, and Linux sends it in TCP's place of 0 too (`CSUM_MANGLED_0` in
 * `skb_checksum_help`, net/core/dev.c); tshark calls it bad and refers to RFC 1624.
 */
function isNegativeZero(layer: Layer): boolean {
  return 'checksum' in layer && layer.checksum === 0xffff
}

/** A first fragment: what it carries is not whole, which tshark does not see through a tunnel. */
function isCut(layer: Layer): boolean {
  return layer.protocol === 'ipv4' && layer.moreFragments
}

interface Seen {
  readonly layer: Layer
  readonly isQuoted: boolean
}

/** A quoted packet follows its error, as tshark shows it. Wireshark has no dissector for what is in GUE. */
function flatten(layers: readonly Layer[], isQuoted = false): Seen[] {
  const gue = layers.findIndex((layer) => layer.protocol === 'gue')
  const known = gue < 0 ? layers : layers.slice(0, gue)
  return known.flatMap((layer) => {
    const quoted = 'quoted' in layer && layer.quoted ? flatten(quotedAsSeen(layer, layer.quoted), true) : []
    return [{ layer, isQuoted }, ...quoted]
  })
}

/** Of the transport header in a redirect, tshark reads the 8 octets that RFC 792 promises, and no more. */
function quotedAsSeen(error: Layer, quoted: readonly Layer[]): readonly Layer[] {
  if (error.protocol !== 'icmp' || error.type !== REDIRECT) return quoted
  return quoted.map((layer) => (layer.protocol === 'tcp' ? { ...layer, protocol: 'tcp-start' } : layer))
}

function secondsOf(nanoseconds: bigint): string {
  return `${nanoseconds / 1_000_000_000n}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`
}

function normalise(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value === 'True' || value === 'False') return value === 'True' ? '1' : '0'
  return /^0x[0-9a-f]+$/i.test(String(value)) ? String(Number(value)) : String(value)
}

const ANY = 'any'

function isStatus(field: string): boolean {
  return field.endsWith('.checksum.status')
}

/** 0 is bad and 1 is good; tshark verified nothing where it says something else. */
function agree(ours: readonly string[], theirs: readonly string[]): boolean {
  const isOne = (mine: string | undefined, status: string) =>
    mine === ANY || Number(status) > 1 || mine === status
  return ours.length === theirs.length && theirs.every((status, index) => isOne(ours[index], status))
}

/** Gives tshark the packets inside of GUE as raw IP frames of their own. */
async function compareInsideGue(
  frames: readonly Frame[],
  tshark: Tshark,
  decoder: Decoder,
): Promise<Difference[]> {
  const inner = frames.flatMap((frame) => {
    const layers = decodeFrame(frame)
    const gue = layers.find((layer) => layer.protocol === 'gue')
    return gue && !layers.some(isCut) ? [{ frame, bytes: frame.bytes.subarray(gue.end) }] : []
  })
  if (inner.length === 0) return []
  const folder = mkdtempSync(join(tmpdir(), 'lvslab-gue-'))
  try {
    const path = join(folder, 'inner.pcapng')
    const writer = new PcapngWriter(path, [{ name: 'inside:gue', linkType: LINK_RAW_IP }])
    for (const { bytes } of inner) writer.write(0, 0, 0, bytes, 0, bytes.length, bytes.length)
    writer.close()
    const differences = await compareWithTshark(path, tshark, decoder)
    return differences.map((one) => ({ ...one, frame: inner[one.frame - 1]?.frame.id ?? 0 }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
