import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { addressChanges } from '../evidence/addresses.ts'
import { captureRecords } from '../evidence/captures.ts'
import { nodeState } from '../evidence/kernel-state.ts'
import { networkState } from '../evidence/networks.ts'
import { since } from '../evidence/since.ts'
import { buildJourneys } from '../journey/build.ts'
import { inCausalOrder } from '../journey/causal-order.ts'
import type { MacOwner } from '../journey/types.ts'
import type { Lab } from '../lab/types.ts'
import { LAST_SENTINEL, type ObserveValue } from '../protocol/messages.ts'
import type { Evidence, Tables } from '../verdict/types.ts'
import { loadFrames } from '../wire/frames.ts'
import { mergeCaptures } from '../wire/merge.ts'
import { macOwners } from './owners.ts'
import type { Seen } from './round.ts'
import { Stop } from './stop.ts'

/** Name of the merged capture in a run's folder. */
export const CAPTURE_FILE = 'capture.pcapng'

export interface EvidenceFolders {
  /** The engine's folder, which holds the captures. */
  readonly from: string
  /** Where the merged capture goes. */
  readonly out: string
}

/** Merges the captures into one file, follows the packets through it and parses the kernel's state. */
export function gatherEvidence(lab: Lab, seen: Seen, { from, out }: EvidenceFolders): Evidence {
  const before = seen.before && tablesOf(lab, seen.before)
  const now = tablesOf(lab, seen.state)
  const nodes = now.nodes.map((state, index) => since(state, before?.nodes[index]))
  const owners = macOwners(nodes)
  const captures = mergeAll(seen, owners, { from, out })
  const loaded = loadFrames(join(out, CAPTURE_FILE))
  if (!loaded.ok) throw new Stop('error', loaded.error)
  const points = captures.map(({ point }) => point)
  const { journeys, exchanges } = buildJourneys(loaded.frames, owners, points)
  return {
    ...{ journeys, exchanges, captures, frames: loaded.frames, nodes, networks: now.networks },
    ...{ probes: seen.probes, happened: seen.happened, ...(before && { before }) },
    origin: Number(loaded.origin) / 1e6,
    addressChanges: lab.nodes
      .flatMap(({ name }) => addressChanges(name, rawState(seen.state, name).addresses ?? ''))
      .toSorted((one, other) => one.at - other.at),
  }
}

/** What was read of all nodes and networks, in the order of the lab. */
export function tablesOf(lab: Lab, state: ObserveValue): Tables {
  return {
    nodes: lab.nodes.map(({ name }) => nodeState(name, rawState(state, name))),
    networks: lab.networks.map((network) => networkState(lab, network, state.bridges[network.bridge])),
  }
}

function mergeAll(
  seen: Seen,
  owners: readonly MacOwner[],
  { from, out }: EvidenceFolders,
): Evidence['captures'] {
  const files = seen.captures.map(({ point }) => ({ point, path: join(from, 'captures', `${point}.pcap`) }))
  const merged = mergeCaptures(files, join(out, CAPTURE_FILE), {
    closing: LAST_SENTINEL,
    order: (frames) => inCausalOrder(frames, owners),
  })
  if (!merged.ok) throw new Stop('error', merged.error)
  rmSync(join(from, 'captures'), { recursive: true })
  return captureRecords(seen.captures, merged.points)
}

function rawState(state: ObserveValue, node: string) {
  const raw = state.nodes[node]
  if (raw === undefined) throw new Error(`the engine brought no state of ${node}`)
  return raw
}
