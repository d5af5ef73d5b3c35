import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { ObserveValue, RawNodeState } from '../../src/protocol/messages.ts'

/** What the engine read in User-Mode Linux after the probes of lab dr: iproute2, ipvsadm and /proc, word for word. */
export const recorded: ObserveValue = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded/state.json'), 'utf8'),
)

export const rawState = (node: string): RawNodeState => ({
  ...(recorded.nodes[node] ?? expect.fail(`${node} was not recorded`)),
  daemons: {},
})
