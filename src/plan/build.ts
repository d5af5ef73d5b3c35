import { bridgesOf } from '../lab/topology/bridges.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import { bodySizes } from './bodies.ts'
import { capturesOf } from './captures.ts'
import { certificateOperations } from './certificate.ts'
import { daemonsOf, keepersOf, serversOf } from './daemons.ts'
import { delayLines } from './delay.ts'
import {
  addressLines,
  handMade,
  linkLines,
  namespaceLines,
  portLines,
  routeLines,
  serviceLines,
  unwrapLines,
  vlanLines,
} from './lines.ts'
import { startOf, testsOf } from './operations.ts'
import { nameServers } from './resolver.ts'
import { settingsOf } from './settings.ts'
import type { CapturePoint, DaemonPlan, IpBatch, Operation, Plan, Step } from './types.ts'
import { watchedNodes } from './watched.ts'

/** Turns a Lab into the steps that build it, in the order in which they must be done. */
export function buildPlan(lab: Lab): Plan {
  const captures = capturesOf(lab)
  const steps = [
    namespaces(lab),
    links(lab),
    vlans(lab),
    delays(lab),
    settings(lab),
    addresses(lab),
    resolvers(lab),
    filters(lab),
    tests(lab),
    captureStart(captures),
    monitors(lab),
    services(lab),
    bodies(lab),
    certificates(lab),
    ...daemons(lab),
  ]
  return {
    steps: steps.filter((step) => step.operations.length > 0),
    captures,
    probes: lab.probes,
    ...(lab.timeline && { timeline: lab.timeline }),
  }
}

function namespaces(lab: Lab): Step {
  return {
    title: 'namespaces',
    reason: 'Each node and each bridge has a network namespace of its own.',
    operations: [{ kind: 'ip', lines: namespaceLines(lab) }],
  }
}

function links(lab: Lab): Step {
  return {
    title: 'links',
    reason: 'A network is a bridge; each interface is a veth pair from a node to a port of its bridge.',
    operations: bridgesOf(lab).map((bridge) => ({
      kind: 'ip',
      namespace: bridge.name,
      lines: linkLines(lab, bridge),
    })),
  }
}

function vlans(lab: Lab): Step {
  const devices = lab.nodes.map((node) => ({ namespace: node.name, lines: vlanLines(node) }))
  const ports = bridgesOf(lab).map((bridge) => ({ namespace: bridge.name, lines: portLines(lab, bridge) }))
  const some = ({ lines }: { readonly lines: readonly unknown[] }) => lines.length > 0
  return {
    title: 'VLANs',
    reason:
      'A port of a switch is in the VLANs that it is given; a node has a device for each VLAN of a trunk.',
    operations: [
      ...ports.filter(some).map((one): Operation => ({ kind: 'bridge', ...one })),
      ...devices.filter(some).map((one): Operation => ({ kind: 'ip', ...one })),
    ],
  }
}

function delays(lab: Lab): Step {
  return {
    title: 'delays',
    reason: 'Frames wait at the port of the bridge by which they leave it (tc-netem(8)).',
    operations: bridgesOf(lab).flatMap((bridge): Operation[] => {
      const lines = delayLines(lab, bridge)
      return lines.length === 0 ? [] : [{ kind: 'tc', namespace: bridge.name, lines }]
    }),
  }
}

function settings(lab: Lab): Step {
  return {
    title: 'settings',
    reason:
      'A namespace inherits sysctls from the initial one, so each that matters is set. With offloads on, ' +
      'frames would be larger than the MTU and their checksums unfinished.',
    operations: [{ kind: 'settings', lines: settingsOf(lab) }],
  }
}

function addresses(lab: Lab): Step {
  return {
    title: 'addresses and routes',
    reason: 'In this order: the first address of a subnet is the primary one, which ARP requests carry.',
    operations: lab.nodes.map((node) => addressBatch(node)),
  }
}

function addressBatch(node: Node): IpBatch {
  return {
    kind: 'ip',
    namespace: node.name,
    lines: [...addressLines(node), ...unwrapLines(node), ...routeLines(node)],
  }
}

function resolvers(lab: Lab): Step {
  return {
    title: 'name servers',
    reason: 'What runs in a node finds them in an /etc/resolv.conf of its own.',
    operations: nameServers(lab),
  }
}

function filters(lab: Lab): Step {
  return {
    title: 'netfilter rules',
    reason: 'One iptables-restore(8) a node and family. The legacy tables: User-Mode Linux has no others.',
    operations: lab.nodes.flatMap((node) =>
      FAMILIES.flatMap((family): Operation[] => {
        const tables = node.netfilter.filter((one) => one.family === family)
        return tables.length === 0 ? [] : [{ kind: 'netfilter', namespace: node.name, family, tables }]
      }),
    ),
  }
}

const FAMILIES = ['ipv4', 'ipv6'] as const

function tests({ nodes }: Lab): Step {
  return {
    title: 'configurations',
    reason: 'Each daemon says what is wrong with its own, before anything is captured or started.',
    operations: testsOf(daemonsOf({ nodes })),
  }
}

function captureStart(captures: readonly CapturePoint[]): Step {
  return {
    title: 'captures',
    reason:
      'tcpdump at the node end of links (a veth pair delivers what it is sent), and where else the lab asks.',
    operations: captures.map((capture): Operation => ({ kind: 'capture', capture })),
  }
}

function monitors(lab: Lab): Step {
  return {
    title: 'addresses watched',
    reason: 'Who holds an address is read from the kernels, with the time of each change.',
    operations: watchedNodes(lab).map(({ name }) => ({ kind: 'monitor', namespace: name })),
  }
}

function services(lab: Lab): Step {
  const directors = lab.nodes.filter((node) => handMade(node).length > 0)
  return {
    title: 'virtual services',
    reason: 'The IPVS table of each director, loaded at once.',
    operations: directors.map((node) => ({ kind: 'ipvs', namespace: node.name, lines: serviceLines(node) })),
  }
}

function bodies(lab: Lab): Step {
  const sizes = bodySizes(lab)
  return {
    title: 'bodies',
    reason: 'What probes get and put: the same octets wherever they come from.',
    operations: sizes.length === 0 ? [] : [{ kind: 'bodies', sizes }],
  }
}

function certificates(lab: Lab): Step {
  return {
    title: 'certificates',
    reason:
      'Clients trust the authority of the lab alone. A server without a certificate of it has signed its own.',
    operations: certificateOperations(lab),
  }
}

function daemons({ nodes }: Lab): Step[] {
  return [
    ...startAndAwait(
      nodes.flatMap(serversOf),
      { title: 'daemons', reason: 'Real servers run real daemons.' },
      { title: 'daemons ready', reason: 'A daemon is ready when its port listens.' },
    ),
    ...startAndAwait(
      keepersOf(nodes),
      {
        title: 'keepalived',
        reason: 'It checks real servers as soon as it runs. The one with the highest priority comes first.',
      },
      {
        title: 'keepalived settled',
        reason:
          'A VRRP instance is master, or has been backup for as long as it takes to become master: ' +
          'then it has heard of another. Each checker has spoken once.',
      },
    ),
  ]
}

type Heading = Pick<Step, 'title' | 'reason'>

/** All are started before any is waited for to be ready, so that they start side by side where they may. */
function startAndAwait(all: readonly DaemonPlan[], start: Heading, ready: Heading): Step[] {
  return [
    { ...start, operations: all.flatMap(startOf) },
    { ...ready, operations: all.map((daemon) => ({ kind: 'await', daemon, until: daemon.ready })) },
  ]
}
