import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { packageRoot } from '../../../src/kernel/paths.ts'

/** From one failover to the next: time for adverts, for the next holder, and for the last one to come back. */
const PERIOD_SECONDS = 4.5
const RETURN_SECONDS = 1.5
const FIRST_SECONDS = 1

/** The directors in turn. */
export const HOLDERS = ['lb1', 'lb2'] as const

export const eventName = (index: number): string => `failover-${index + 1}`

/** Who ends in a failover, and who takes over. */
export function turnOf(index: number): readonly [ends: string, takes: string] {
  const [first, second] = HOLDERS
  return index % 2 === 0 ? [first, second] : [second, first]
}

/**
 * Writes lab failover with many failovers on one timeline: whoever has the address ends in good order, and comes back
 * as backup, which nopreempt has it stay. Gives the path of the lab file.
 */
export async function writeFailovers(count: number, folder: string): Promise<string> {
  const source = join(packageRoot(), 'labs/failover')
  const lab = parse(await readFile(join(source, 'lab.yaml'), 'utf8'))
  for (const [name, priority] of [
    ['lb1', 150],
    ['lb2', 100],
  ] as const) {
    const edit = { [`priority ${priority}`]: `priority ${priority}\n  nopreempt` }
    lab.nodes[name].keepalived = { file: `${name}.conf`, edit }
    await copyFile(join(source, `${name}.conf`), join(folder, `${name}.conf`))
  }
  const { faults: _faults, variants: _variants, ...rest } = lab
  const expect = [{ outcome: { probe: 'web', is: 'answered' } }]
  const file = join(folder, 'lab.yaml')
  await writeFile(file, stringify({ ...rest, timeline: timeline(count), expect }))
  return file
}

function timeline(count: number) {
  const events = Array.from({ length: count }, (_, index) => {
    const at = FIRST_SECONDS + index * PERIOD_SECONDS
    const [on] = turnOf(index)
    return [
      [eventName(index), { at: `${at}s`, stop: 'keepalived', on }],
      [`return-${index + 1}`, { at: `${at + RETURN_SECONDS}s`, start: 'keepalived', on }],
    ] as const
  })
  return { lasts: `${FIRST_SECONDS + count * PERIOD_SECONDS}s`, events: Object.fromEntries(events.flat()) }
}
