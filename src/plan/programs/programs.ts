import type { ProgramName } from '../../lab/programs/catalogue.ts'
import type { ProgramSpec } from '../../lab/programs/types.ts'
import type { Node } from '../../lab/topology/types.ts'
import type { DaemonPlan, Ready, SignalDaemon } from '../types.ts'
import { mariadb, proxysql } from './databases.ts'
import type { Program } from './program.ts'
import { apache2, perlbal, pound, trafficserver } from './proxies.ts'
import { bird, dnsmasq, haproxy, nginx, nsd, unbound } from './servers.ts'

const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  ...{ unbound, nsd, dnsmasq, bird },
  ...{ haproxy, nginx, apache2, trafficserver, perlbal, pound },
  ...{ mariadb, proxysql },
}

/** What has to be written and run for each program of a node. */
export function programsOf({ name: node, programs }: Node): DaemonPlan[] {
  return programs.map((spec) => programPlan(node, spec))
}

/** Has programs of a node forget what others have told them. */
export function forgettingOf({ name, programs }: Node): SignalDaemon[] {
  return programs.flatMap((spec) => {
    const signal = PROGRAMS[spec.program].forget
    return signal === undefined ? [] : [{ kind: 'signal', daemon: programPlan(name, spec), signal }]
  })
}

function programPlan(node: string, spec: ProgramSpec): DaemonPlan {
  const { argv, test, listens, settled = [], reload, stop } = PROGRAMS[spec.program]
  const { protocol, ports } = listens
  return {
    name: `${node}-${spec.program}`,
    node,
    files: spec.files,
    argv: argv(spec.name, node),
    ...(test ? { test: { argv: test(spec.name), known: [], remedy: '' } } : {}),
    ready: [
      ...(spec.listens ?? ports).map((port): Ready => ({ kind: 'listens', protocol, port })),
      ...settled,
    ],
    ...(reload === undefined ? {} : { reload }),
    stop,
  }
}
