import type { AssertModule } from 'lvslab/assert'

/**
 * The source port of GUE is a hash of the packet inside (udp_flow_src_port in include/net/udp.h): routers that
 * spread load by ports keep a connection on one way, and different ones apart.
 */
const check: AssertModule = (_, api) => {
  const hops = (exchange: ReturnType<typeof api.exchangesOf>[number]) =>
    api
      .requestsOf(exchange)
      .flatMap(({ hops }) => hops.filter(({ encapsulation }) => encapsulation.length > 0))
  const exchanges = api.exchangesOf('web')
  const ports = exchanges.map((exchange) => [
    ...new Set(hops(exchange).map(({ encapsulation }) => encapsulation[0]?.sourcePort)),
  ])
  const frames = exchanges.flatMap((exchange) =>
    hops(exchange).flatMap(({ sightings }) => sightings.map(({ frame }) => frame)),
  )
  const steady = ports.every((one) => one.length === 1)
  return [
    {
      name: 'source-port-by-connection',
      title: 'Every connection has one outer source port, and not all have the same',
      status:
        frames.length === 0 ? 'inconclusive' : steady && new Set(ports.flat()).size > 1 ? 'pass' : 'fail',
      expected: 'one outer source port a connection, several in all',
      observed: ports.map((one) => one.join('|')).join(', ') || 'no tunnel packet',
      frames,
    },
  ]
}
export default check
