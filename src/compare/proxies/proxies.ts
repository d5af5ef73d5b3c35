import { apache2 } from './apache2.ts'
import { haproxy } from './haproxy.ts'
import { nginxHttp, nginxStream } from './nginx.ts'
import { perlbal } from './perlbal.ts'
import type { ProxyProgram } from './proxy.ts'
import { trafficserver } from './trafficserver.ts'

/** Proxies that are compared with the modes of IPVS: first those that copy octets, then those that read requests. */
export const PROXIES = {
  'haproxy-tcp': haproxy('tcp'),
  'nginx-stream': nginxStream,
  'haproxy-http': haproxy('http'),
  'nginx-http': nginxHttp,
  apache2,
  trafficserver,
  perlbal,
} satisfies Readonly<Record<string, ProxyProgram>>

export type ProxyName = keyof typeof PROXIES

export const PROXY_NAMES = Object.keys(PROXIES) as ProxyName[]
