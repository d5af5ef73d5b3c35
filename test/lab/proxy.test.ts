import { expect, test } from 'vitest'
import { good } from './support.ts'

/** A proxy on port 443 before a server. */
const labWith = (serve: string) =>
  good(`title: Test
networks: { lan: 10.0.0.0/24 }
nodes:
  client: { on: lan }
  proxy: { on: { lan: 10.0.0.100 }, daemons: { haproxy: { file: labs/datacenter/haproxy.cfg, listens: 443 } } }
  rs: { on: lan, serve: ${serve} }
probes: { web: { from: client, http: "https://10.0.0.100/" } }
expect: [{ mode: proxy }]`)

test.each([
  ['http', 80],
  ['{ http: 8080 }', 8080],
  ['{ https: 8443 }', 8443],
  ['{ https: 8443, http: 8080 }', 8080],
  ['{ udp: 53 }', 443],
])('a server behind a proxy that serves %s is promised at port %i', (serve, port) => {
  const [mode] = labWith(serve).expectations
  expect(mode).toMatchObject({ kind: 'mode', mode: 'proxy', servers: [{ node: 'rs', port }] })
})
