import type { ServiceName } from './virtual-service.ts'

/**
 * `HOST:PORT` taken apart, where an IPv6 address stands in brackets (RFC 3986, section 3.2.2); undefined for
 * anything else. The port is not checked.
 */
export function splitEndpoint(text: string): { host: string; port: number } | undefined {
  const [, bracketed, plain = '', port] = /^(?:\[([^\s[\]]+)\]|([^\s:[\]]+)):(\d+)$/.exec(text) ?? []
  return port === undefined ? undefined : { host: bracketed ?? plain, port: Number(port) }
}

/** What to tell somebody who wrote an IPv6 address without brackets. */
export function bracketsRemedy(text: string): string | undefined {
  return /^[^[]*:[^[]*:/.test(text.replace('://', ''))
    ? 'An IPv6 address stands in brackets: [fd00::100]:80.'
    : undefined
}

/** `10.0.0.1:80`, `[fd00::1]:80`. */
export function endpointText({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${bracketed(address)}:${port}`
}

/** An address as it is written where a colon follows: `10.0.0.1`, `[fd00::1]`. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** A virtual service as it is written under `ipvs`: `tcp 10.0.0.1:80`, `fwmark 7`. */
export function serviceText(service: ServiceName): string {
  return service.protocol === 'fwmark'
    ? `fwmark ${service.mark}`
    : `${service.protocol} ${endpointText(service)}`
}
