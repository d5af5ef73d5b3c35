import { linksWith } from '../../timeline/tenures.ts'
import type { DaemonState } from '../../types.ts'
import { listed } from '../../words.ts'
import { advertsOf, advertText } from '../adverts.ts'
import { onNodes } from '../phrases.ts'
import type { Failover, FailoverDetector } from './scene.ts'

/** Processes that stand still neither advertise an address nor give it up. */
export const keepalivedFrozen: FailoverDetector = (scene) => {
  const frozen = found(scene, 'frozen', ['frozen'])
  if (frozen.length === 0) return undefined
  return {
    nodes: frozen,
    text: `All processes of keepalived on ${listed(frozen)} are stopped (state T of proc(5)). ${lastWords(scene, frozen)}`,
    remedy: onNodes(frozen, 'kill -CONT the processes of keepalived'),
  }
}

/** Who is killed says no farewell, and leaves its addresses to the kernel. */
export const keepalivedKilled: FailoverDetector = (scene) => {
  const killed = found(scene, 'ended', ['killed']).filter((node) => hasTaken(scene, node))
  const [first] = killed
  if (first === undefined) return undefined
  const link = linksWith(scene.view, first, scene.vip)[0]
  return {
    nodes: killed,
    text: `keepalived on ${listed(killed)} has ended without giving ${scene.vip} up. ${lastWords(scene, killed)}`,
    remedy: onNodes(killed, `ip addr del ${scene.vip} dev ${link}`, 'start keepalived'),
  }
}

/** Where keepalived does not run, nobody takes the address. */
export const keepalivedStopped: FailoverDetector = (scene) => {
  const stopped = found(scene, 'ended', ['stopped', 'killed']).filter((node) => !hasTaken(scene, node))
  if (stopped.length === 0) return undefined
  return {
    nodes: stopped,
    text: `keepalived on ${listed(stopped)} has ended, and nobody is left there to take ${scene.vip}. ${lastWords(scene, stopped)}`,
    remedy: onNodes(stopped, 'start keepalived'),
  }
}

/** Nodes where keepalived is in a state that nothing of what was meant to happen has brought it to. */
function found(scene: Failover, state: DaemonState['state'], meant: readonly Meant[]): string[] {
  return scene.among.filter((node) => {
    const daemons = scene.view.stateByNode.get(node)?.daemons ?? []
    const own = daemons.find(({ name }) => name === `${node}-keepalived`)
    return own?.state === state && !meant.includes(meantFor(scene, node))
  })
}

type Meant = (typeof MADE)[keyof typeof MADE]

const MADE = { stop: 'stopped', kill: 'killed', freeze: 'frozen', thaw: 'runs', start: 'runs' } as const

/** What the healthy lab's timeline makes of keepalived on a node. */
function meantFor({ meant }: Failover, node: string): Meant {
  const made = meant.flatMap((event) =>
    'daemon' in event && event.node === node && event.daemon === 'keepalived' ? [MADE[event.kind]] : [],
  )
  return made.at(-1) ?? 'runs'
}

/** Whether keepalived gave a node the address, and did not take it away. */
function hasTaken({ view, vip }: Failover, node: string): boolean {
  const [link] = linksWith(view, node, vip)
  return view.addressChanges.some(
    (one) => one.node === node && one.interface === link && one.change === 'gained',
  )
}

/** What the nodes said last, and whether they have the address. */
function lastWords({ view, vip, among }: Failover, nodes: readonly string[]): string {
  const adverts = advertsOf({ view, vip }).filter(({ node }) => nodes.includes(node))
  const said = adverts.map((one) => `${advertText(view, one)} is the last of ${one.node}`)
  const holders = among.filter((node) => linksWith(view, node, vip).length > 0)
  const have = holders.length === 1 ? 'has' : 'have'
  const held = holders.length === 0 ? `nobody has ${vip}` : `${listed(holders)} ${have} ${vip} in the end`
  return `${[...said, held].join('; ')}.`
}
