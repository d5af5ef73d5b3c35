import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { nodeState } from '../../src/evidence/kernel-state.ts'
import { buildJourneys } from '../../src/journey/build.ts'
import { journeyNotation } from '../../src/journey/notation.ts'
import type { Exchange, Journey, Names } from '../../src/journey/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { ENTER } from '../../src/plan/perl.ts'
import { loadFrames } from '../../src/wire/frames.ts'
import { mergeCaptures } from '../../src/wire/merge.ts'
import { labNamed } from './support/declared.ts'
import { BootedKernel } from './support/kernel.ts'
import { expectPass, type FinishedRun, run, start } from './support/lvslab.ts'

const lab = labNamed('dr')
const plan = buildPlan(lab)

describe('what lvslab plan prints, run as a script', () => {
  let kernel: BootedKernel
  let normal: FinishedRun
  /** What the script wrote on standard error. */
  let told = ''
  beforeAll(async () => {
    kernel = await BootedKernel.boot(['veth', 'bridge', 'ip_vs', 'ip_vs_rr'])
    const input = (await start(['plan', 'dr'])).stdout
    const ended = await kernel.exec(['env', 'LVSLAB_RUN=/out', 'sh', '-s'], { input })
    expect({ status: ended.status, signal: ended.signal }, ended.stderr).toEqual({ status: 0 })
    told = ended.stderr
    normal = await run(['dr'])
    expectPass(normal)
  })

  test('it announces each step', () => {
    const announced = told.split('\n').filter((line) => /^\d+ \w/.test(line))
    expect(announced).toEqual(plan.steps.map(({ title }, index) => `${index} ${title}`))
  })

  test('the packets take the same hops as in a run', () => {
    const { names, journeys, exchanges } = normal.view
    const seen = packetsOf(kernel.out)
    expect(hopsOf(seen.exchanges, seen.journeys, names)).toEqual(hopsOf(exchanges, journeys, names))
    expect(arpOf(seen.journeys, names)).toEqual(arpOf(journeys, names))
  })

  test('offloads are off at both ends of every link', async () => {
    const ends = lab.nodes.flatMap(({ name, links }) =>
      links.flatMap(({ device, bridge, port }) => [`${name} ${device}`, `${bridge} ${port}`]),
    )
    const input = ends.join('\n')
    const features = await kernel.output(['perl', '-e', OFFLOADS_ON], { input })
    expect(features).toBe(ends.map((end) => `${end}:\n`).join(''))
  })

  test('which is the work of the plan: a link is made with offloads on', async () => {
    await kernel.output(['ip', 'netns', 'add', 'plain'])
    await kernel.output(['ip', '-n', 'plain', 'link', 'add', 'a0', 'type', 'veth', 'peer', 'name', 'b0'])
    const features = await kernel.output(['perl', '-e', OFFLOADS_ON], { input: 'plain a0\n' })
    expect(features).toMatch(/gso.* sg tso tx\n$/)
  })

  test('every sysctl is as planned', async () => {
    const keys = [...new Set(lab.nodes.flatMap(({ sysctls }) => Object.keys(sysctls)))]
    const nodes = lab.nodes.map(({ name }) => ({
      node: name,
      ipvs: false,
      filters: [],
      daemons: [],
      monitored: false,
      bird: false,
    }))
    const answer = await kernel.link.call('observe', { nodes, bridges: [], sysctls: keys })
    const raw = answer.ok ? answer.value.nodes : expect.fail(answer.error.message)
    for (const { name, sysctls } of lab.nodes) {
      expect(nodeState(name, raw[name] ?? expect.fail(name)).sysctls).toMatchObject(sysctls)
    }
  })
})

/** Asks with SIOCETHTOOL (linux/ethtool.h) what `ethtool -k` shows, and names what is on. */
const OFFLOADS_ON = String.raw`${ENTER}
my %features = (rx => 0x14, tx => 0x16, sg => 0x18, tso => 0x1e, gso => 0x23, gro => 0x2b);
while (my $line = <STDIN>) {
  my ($namespace, $interface) = split " ", $line;
  enter($namespace);
  socket(my $socket, 2, 2, 0) or die "socket: $!\n";
  my @on = grep {
    my $value = pack("LL", $features{$_}, 0);
    my $request = pack("a16 P a16", $interface, $value, "");
    ioctl($socket, 0x8946, $request) or die "$interface: $!\n";
    (unpack("LL", $value))[1];
  } sort keys %features;
  print "$namespace $interface:", map(" $_", @on), "\n";
}`

function packetsOf(out: string) {
  const files = plan.captures.map(({ point }) => ({ point, path: join(out, 'captures', `${point}.pcap`) }))
  const merged = mergeCaptures(files, join(out, 'capture.pcapng'))
  if (!merged.ok) expect.fail(merged.error.message)
  const loaded = loadFrames(join(out, 'capture.pcapng'))
  const owners = lab.nodes.flatMap(({ name, links }) =>
    links.map(({ mac, device }) => ({ mac, node: name, interface: device })),
  )
  return buildJourneys(loaded.ok ? loaded.frames : expect.fail(loaded.error.message), owners)
}

/** Which replica serves which request, and which packet carries an acknowledgement, differs from run to run. */
const anyReplica = (text: string): string => text.replaceAll(/\b(rs|RIP)\d\b/g, '$1')

/** The different ways of packets through each exchange, requests first. */
function hopsOf(exchanges: readonly Exchange[], journeys: readonly Journey[], names: Names) {
  const byId = new Map(journeys.map((journey) => [journey.id, journey]))
  const ways = (ids: readonly number[]) => [...new Set(ids.map((id) => wayOf(byId.get(id), names)))]
  return exchanges.map(({ mode, sourcePort, destinationPort, requests, replies }) => ({
    ...{ mode, sourcePort, destinationPort, requests: ways(requests), replies: ways(replies) },
  }))
}

function wayOf(journey: Journey | undefined, names: Names): string {
  if (journey === undefined) throw new Error('an exchange names a journey that is not there')
  return journey.hops.map((hop) => anyReplica(journeyNotation(journey, hop, names))).join(', ')
}

/** What was asked of everybody, and every answer; to keep an entry fresh a neighbour is asked alone, at its time. */
function arpOf(journeys: readonly Journey[], names: Names): string[] {
  const arp = journeys.filter(({ kind }) => kind === 'arp').map((journey) => wayOf(journey, names))
  return [...new Set(arp.filter((text) => !isConfirmation(text, arp)))].toSorted()
}

/** On a busy machine a run takes longer than a neighbour entry is trusted: its owner is asked again, and he alone. */
function isConfirmation(text: string, all: readonly string[]): boolean {
  const [, to, address] = /^\w+:(\w+)\/(\S+) is-at /.exec(text) ?? []
  if (to !== undefined) return !all.some((one) => one.startsWith(`${to}:ff/who-has ${address} `))
  return /^\w+:(?!ff)\w+\/who-has/.test(text)
}
