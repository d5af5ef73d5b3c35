import { join } from 'node:path'
import { loadLab } from '../../../src/lab/index.ts'
import type { Lab } from '../../../src/lab/types.ts'
import { buildPlan } from '../../../src/plan/build.ts'
import { renderScript } from '../../../src/plan/script.ts'
import { timed } from '../rounds.ts'
import type { Guest } from '../world.ts'

/** Builds hosts on one bridge inside a kernel, sees that packets pass, and tells how many seconds building took. */
export type Build = (guest: Guest, hosts: number) => Promise<number>

const file = (name: string) => join(import.meta.dirname, name)

/** The plan of a lab, as `lvslab run` applies it, without its captures. */
export const lvslab: Build = async (guest, hosts) => {
  const lab = loadHosts(hosts)
  const plan = buildPlan(lab)
  const steps = plan.steps.filter(({ title }) => title !== 'captures')
  const script = renderScript({ ...plan, steps }, lab)
  const seconds = await timed(() => guest.apply(script))
  await pings(guest, lab.nodes[0]?.name ?? '', addressOf(lab.nodes.at(-1)))
  return seconds
}

/** `by-hand.sh`, the same work. */
export const byHand: Build = (guest, hosts) => runByHand(guest, hosts, [])

/** `by-hand.sh` without sysctls and offloads. */
export const bareByHand: Build = (guest, hosts) => runByHand(guest, hosts, ['bare'])

/** `by-mininet.py`, by its own clock, which leaves the start of Python out. */
export const mininet: Build = async (guest, hosts) => {
  // Mininet talks to a shell on a pseudo-terminal of each host.
  await guest.run(['sh', '-c', 'mkdir -p /dev/pts && mount -t devpts -o ptmxmode=666 none /dev/pts'])
  const said = await guest.run(['python3', file('by-mininet.py'), String(hosts)])
  const seconds = Number(/^seconds ([\d.]+)$/m.exec(said)?.[1])
  if (Number.isNaN(seconds)) throw new Error(`Mininet did not tell its time:\n${said}`)
  return seconds
}

async function runByHand(guest: Guest, hosts: number, options: readonly string[]): Promise<number> {
  const seconds = await timed(() => guest.run(['sh', file('by-hand.sh'), String(hosts), ...options]))
  await pings(guest, 'h1', `10.0.${Math.floor(hosts / 250)}.${(hosts % 250) + 1}`)
  return seconds
}

async function pings(guest: Guest, from: string, to: string): Promise<void> {
  await guest.run(['nsenter', `--net=/run/netns/${from}`, 'ping', '-c', '1', '-W', '10', to])
}

/** A role has at most 250 replicas, so there are two. */
function loadHosts(hosts: number): Lab {
  const half = String(hosts / 2)
  const loaded = loadLab(
    { path: file('lab.yaml') },
    { set: { 'left.replicas': half, 'right.replicas': half } },
  )
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  return loaded.lab
}

function addressOf(node: Lab['nodes'][number] | undefined): string {
  return node?.addresses[0]?.cidr.split('/')[0] ?? ''
}
