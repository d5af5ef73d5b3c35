import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEvents } from '../../../src/events/read.ts'
import type { RunEvent } from '../../../src/events/types.ts'

/** The events of a real run, recorded from its events.jsonl with the paths of the machine replaced. */
export function recorded(name: 'dr' | 'arp-announce-off' | 'tun'): readonly RunEvent[] {
  const read = readEvents(readFileSync(join(import.meta.dirname, `recorded-${name}.events.jsonl`), 'utf8'))
  if (!read.ok) throw new Error(read.error.message)
  return read.events
}
