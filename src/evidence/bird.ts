import type { BgpSession, BirdState, DaemonRoute } from '../verdict/types.ts'

/** Reads bird's answers to `show protocols all` and `show route all` (nest/proto.c, nest/rt-show.c, proto/bgp/bgp.c). */
export function birdState(answers: Readonly<Record<string, string>>): BirdState {
  const protocols = answers['show protocols all'] ?? ''
  const routes = answers['show route all'] ?? ''
  return { sessions: sessionsOf(protocols), routes: routesOf(routes), text: { protocols, routes } }
}

/** A protocol begins at the margin: `border1    BGP        ---        up     10:22:01.123  Established`. */
function sessionsOf(text: string): BgpSession[] {
  return sections(text, /^\S+ +BGP +/m).map((lines) => {
    const [name = ''] = lines.split(/ /, 1)
    const of = (key: string) => new RegExp(`^ +${key}: +(.*?) *$`, 'm').exec(lines)?.[1]
    const [as, lastError] = [of('Neighbor AS'), of('Last error')]
    return {
      name,
      state: of('BGP state') ?? 'Down',
      neighbour: of('Neighbor address') ?? '',
      ...(as === undefined ? {} : { neighbourAs: Number(as) }),
      ...(lastError === undefined ? {} : { lastError }),
    }
  })
}

/** `10.1.10.0/24   unicast [ar1 10:22:01 from 10.0.1.1] * (100) [i]`; without a prefix, another way to the one above. */
const ROUTE = /^(\S+)? +(\w+) \[(\S+) [^\]]*\] (\*)?/
const BEGIN = /^\S* +[a-z]+ \[/m

function routesOf(text: string): DaemonRoute[] {
  let to = ''
  return sections(text, BEGIN).map((lines) => {
    const [, prefix, type = '', protocol = '', best] = ROUTE.exec(lines) ?? []
    to = prefix ?? to
    const [, via, dev] = /^\s+via (\S+) on (\S+)/m.exec(lines) ?? []
    const [, device] = /^\s+dev (\S+)/m.exec(lines) ?? []
    const nextHop = /^\s+BGP\.next_hop: (\S+)/m.exec(lines)?.[1]
    return {
      ...{ to, type, protocol, source: sourceOf(lines), best: best !== undefined },
      ...(via === undefined ? {} : { via }),
      ...((dev ?? device) === undefined ? {} : { dev: dev ?? device }),
      ...(nextHop === undefined ? {} : { nextHop }),
    } as DaemonRoute
  })
}

/** `Type: BGP univ` */
function sourceOf(lines: string): DaemonRoute['source'] {
  const [, type = ''] = /^\s+Type: (\w+)/m.exec(lines) ?? []
  return ({ BGP: 'bgp', static: 'static', device: 'direct' } as const)[type] ?? 'other'
}

/** Texts that begin with such a line, each up to the next one. */
function sections(text: string, begin: RegExp): string[] {
  const starts = [...text.matchAll(new RegExp(begin, 'gm'))].map(({ index }) => index)
  return starts.map((start, index) => text.slice(start, starts[index + 1]))
}
