import { stringify } from 'yaml'
import { type Contender, type Mode, SETUPS, type Setup } from './modes.ts'
import type { Part } from './part.ts'
import { daemonOf, inFolder, MEASURED } from './proxies/lab.ts'
import { addressOf, realServer } from './server.ts'
import { getProbe, probesOf, putProbe, type Stage, serviceOf, vipOf } from './stage.ts'
import { TRIED, triedServices, variants } from './variants.ts'

const ROUTER = {
  on: { outside: '10.9.0.1', lan: '10.0.0.1' },
  sysctls: { 'ipv4.ip_forward': 1, 'ipv4.conf.all.send_redirects': 0, 'ipv4.conf.eth1.send_redirects': 0 },
}

/**
 * A mode's lab: a client behind a router, and on one LAN the router, the director and the real servers. It is held to
 * all that the mode promises, and its variants are what is tried.
 */
export function comparedLab(mode: Contender, stage: Stage): string {
  const setup = SETUPS[mode]
  const servers = setup.proxy ? { servers: 'rs' } : {}
  return text({
    ...common(mode, setup, [stage]),
    expect: [{ mode: { name: setup.promise, probe: getProbe(stage), ...servers } }, ...answers([stage])],
    variants: variants(setup, stage),
  })
}

/** What lies beside it: the configurations of a proxy, of the lab as it is and of the trials. */
export function comparedFiles(mode: Contender, stage: Stage): Readonly<Record<string, string>> {
  const setup = SETUPS[mode]
  if (!setup.proxy) return {}
  const servers = Array.from({ length: stage.servers }, (_, index) => `${addressOf('lan', index)}:80`)
  return {
    ...inFolder(MEASURED, setup.proxy.files([{ vip: vipOf(0), servers }])),
    ...inFolder(TRIED, setup.proxy.files(triedServices(setup))),
  }
}

/** A mode's lab with a virtual service for each stage, captured at the client and at the director alone. */
export function growingLab(mode: Mode, stages: readonly Stage[]): string {
  const { nodes, ...rest } = common(mode, SETUPS[mode], stages)
  const { router, rs, ...seen } = nodes
  const unseen = { router: { ...router, capture: 'none' }, rs: { ...rs, capture: 'none' } }
  return text({ ...rest, nodes: { ...seen, ...unseen }, expect: answers(stages) })
}

/** Written out in full, to be read. */
const text = (lab: object): string => stringify(lab, { aliasDuplicateObjects: false })

function common(mode: Contender, setup: Setup, stages: readonly Stage[]) {
  const vips = stages.map((_, index) => `${vipOf(index)}/32`)
  const services = stages.map((stage, index) => [
    serviceOf(index),
    { scheduler: 'rr', ...setup.service, servers: servers(stage) },
  ])
  return {
    title: `${mode}, as it is compared with the other modes`,
    networks: { outside: '10.9.0.0/24', lan: '10.0.0.0/22' },
    nodes: {
      client: { on: 'outside', gateway: 'router' },
      router: ROUTER,
      director: {
        on: { lan: '10.0.0.2' },
        gateway: 'router',
        addresses: { eth0: vips },
        ...setup.director,
        ...(setup.proxy ? daemonOf(setup.proxy, MEASURED) : { ipvs: Object.fromEntries(services) }),
      },
      rs: {
        ...realServer(setup, vips),
        replicas: Math.max(...stages.map(({ servers }) => servers)),
      },
    },
    probes: Object.assign({}, ...stages.map(probes)) as Part,
  }
}

const servers = (stage: Stage): string[] =>
  Array.from({ length: stage.servers }, (_, index) => `rs${index + 1}`)

/** For bodies of many megabytes on a busy machine. */
const PATIENCE = '60s'

function probes(stage: Stage, index: number): Part {
  const each = { from: 'client', http: `http://${vipOf(index)}/`, times: stage.servers, timeout: PATIENCE }
  const put = stage.request === 0 ? {} : { [putProbe(stage)]: { ...each, upload: `${stage.request} B` } }
  return { ...put, [getProbe(stage)]: { ...each, download: `${stage.response} B` } }
}

function answers(stages: readonly Stage[]): Part[] {
  return stages.flatMap(probesOf).map((probe) => ({ outcome: { probe, is: 'answered' } }))
}
