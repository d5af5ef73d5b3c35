import type { Need, Setup } from './modes.ts'
import type { Part } from './part.ts'
import { daemonOf } from './proxies/lab.ts'
import type { Proxied } from './proxies/proxy.ts'
import { addressOf, type Place, realServer } from './server.ts'
import { getProbe, probesOf, type Stage, serviceOf, vipOf } from './stage.ts'
import { isOwn, surroundings, type Trial, trialsOf } from './trials.ts'

/** The variant in which each trial has a virtual service and a real server of its own. */
export const TRIED = 'tried'

/** Everything that is tried with a mode, as variants of its lab; what all of the LAN would feel, one at a time. */
export function variants(setup: Setup, stage: Stage): Part {
  const shared = setup.needs.filter((need) => !isOwn(need))
  return {
    [TRIED]: {
      title: 'Another port, other places, and each part of the set-up left out',
      patch: trialsPatch(setup, stage),
    },
    ...Object.fromEntries(shared.map((need) => [need.name, leftOut(need, setup, stage)])),
  }
}

/** Small requests that do not wait for long. */
const LITTLE = { times: 1, download: '1 kB', timeout: '2s' }

/** Puts the trials in the place of the service and the real servers that are measured. */
function trialsPatch(setup: Setup, stage: Stage): Part {
  const { networks, nodes, routes } = surroundings(setup)
  const trials = trialsOf(setup).map((trial, index) => placed(trial, setup, index + 1))
  const all = (key: 'nodes' | 'services' | 'probes'): Part =>
    Object.assign({}, ...trials.map((one) => one[key]))
  const director = {
    routes: routes.director,
    addresses: { eth0: trials.map(({ vip }) => vip) },
    ...(setup.proxy ? daemonOf(setup.proxy, TRIED) : { ipvs: { [serviceOf(0)]: null, ...all('services') } }),
  }
  return {
    networks,
    nodes: { rs: null, router: { routes: routes.router }, director, ...nodes, ...all('nodes') },
    probes: { ...Object.fromEntries(probesOf(stage).map((probe) => [probe, null])), ...all('probes') },
    expect: trials.map(({ expectation }) => expectation),
  }
}

/** What a lab has of one trial, whose virtual service has this number. */
function placed({ name, server, service }: Trial, setup: Setup, number: number) {
  const vip = `${vipOf(number)}/32`
  return {
    vip,
    nodes: { [name]: { ...realServer(setup, [vip]), ...server, ...(setup.proxy && standing(server)) } },
    services: { [serviceOf(number)]: { scheduler: 'rr', ...setup.service, ...service, servers: [name] } },
    probes: { [name]: { from: 'client', http: `http://${vipOf(number)}/`, ...LITTLE } },
    expectation: {
      mode: { name: setup.promise, as: name, probe: name, ...(setup.proxy && { servers: name }) },
    },
  }
}

/** Where the real server of a trial is, by an address that a proxy's configuration can name. */
function standing({ on = 'lan' }: Trial['server']): Part {
  const place = on as Place
  return { on: { [place]: addressOf(place) } }
}

/** What a proxy has to serve for the trials: each has a real server of its own. */
export function triedServices(setup: Setup): Proxied[] {
  return trialsOf(setup).map(({ server, service }, index) => ({
    vip: vipOf(index + 1),
    servers: [`${addressOf((server.on ?? 'lan') as Place)}:${service?.port ?? 80}`],
  }))
}

function leftOut({ title, lack }: Need, setup: Setup, stage: Stage): Part {
  const get = getProbe(stage)
  const others = probesOf(stage).filter((probe) => probe !== get)
  return {
    title: `Real servers without ${title}`,
    patch: {
      nodes: { rs: lack },
      probes: { ...Object.fromEntries(others.map((probe) => [probe, null])), [get]: LITTLE },
      expect: [{ mode: { name: setup.promise, probe: get } }],
    },
  }
}
