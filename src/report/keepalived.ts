import { basename } from 'node:path'
import type {
  Aside,
  Checker,
  Director,
  Examined,
  RealServer,
  VirtualServer,
  VrrpInstance,
} from '../keepalived/index.ts'
import { formatDiagnostic } from '../text/diagnostic.ts'
import { positionOf } from '../text/source.ts'
import { needLines } from './keepalived-needs.ts'
import type { Page } from './page.ts'
import { type Column, type Row, table } from './table.ts'
import { count, labelled, ranges } from './text.ts'

/** What configurations imply, what is wrong with them, and what lvslab does not look at. */
export function keepalivedLines({ directors, findings, asides }: Examined, page: Page): string[] {
  const parts = [
    ...directors.map((director) => directorLines(director, page)),
    findings.flatMap((finding) => formatDiagnostic(finding).split('\n')),
    asideLines(asides, page),
    [page.paint('bold', summary(findings))],
  ]
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ['', ...part]))
}

function summary(findings: Examined['findings']): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  if (findings.length === 0) return 'Nothing found that keepalived or its packets would stumble over.'
  return `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}.`
}

function directorLines(director: Director, page: Page): string[] {
  const { file, id, ids, instances, services, addresses } = director
  const others = ids.filter((one) => one !== id).map((one) => `--id ${one}`)
  const condition = id === '' ? '' : ` as ${id}`
  return [
    page.paint(
      'bold',
      `${file}${condition}: ${count(instances.length, 'VRRP instance')}, ${count(services.length, 'virtual server')}`,
    ),
    ...(others.length > 0 ? labelled(page.width, '  has conditions for ', others.join(', ')) : []),
    ...table(INSTANCE_COLUMNS, instances.map(instanceRow), page.width, page.paint),
    ...addresses.flatMap(({ address, prefix, dev }) => `  static address ${address}/${prefix} on ${dev}`),
    ...services.flatMap((service) => serviceLines(service, page)),
    ...needLines(director, page),
  ]
}

const INSTANCE_COLUMNS: readonly Column[] = [{}, {}, {}, { shrinkTo: 20 }, { shrinkTo: 20 }]

function instanceRow(one: VrrpInstance): string[] {
  const { name, routerId, interface: device, state, priority, addresses, excluded } = one
  return [
    name,
    `id ${routerId ?? '?'} on ${device ?? '?'}`,
    `${state} ${priority}`,
    protocolOf(one),
    [...addresses, ...excluded]
      .map(({ address, prefix }) => (prefix === 32 || prefix === 128 ? address : `${address}/${prefix}`))
      .join(' '),
  ]
}

function protocolOf({
  version,
  advertSeconds,
  authentication,
  unicast,
  vmac,
  preempt,
}: VrrpInstance): string {
  const words = [`v${version}`, `every ${advertSeconds} s`]
  if (authentication) words.push(authentication.type)
  if (unicast) words.push(`to ${unicast.peers.join(' ')}`)
  if (vmac) words.push('virtual MAC')
  if (!preempt) words.push('nopreempt')
  return words.join(', ')
}

/** The empty first column indents servers below their service. */
const SERVER_COLUMNS: readonly Column[] = [{}, {}, {}, {}, { shrinkTo: 24 }]

function serviceLines(service: VirtualServer, page: Page): string[] {
  const { method, scheduler, persistentSeconds, quorum, sorry, protocol } = service
  const settings = [`${method} ${scheduler}`]
  if (persistentSeconds !== undefined) settings.push(`persistent ${persistentSeconds} s`)
  if (quorum > 1) settings.push(`quorum ${quorum}`)
  if (sorry) settings.push(`sorry server ${endpoint(sorry.address, sorry.port)}`)
  const rows: Row[] = service.servers.map((server) => serverRow(server, service))
  return [
    ...labelled(
      page.width,
      `  ${service.at.some(({ kind }) => kind === 'address') ? `${protocol} ` : ''}`,
      `${listens(service)}: ${settings.join(', ')}`,
    ),
    ...table(SERVER_COLUMNS, rows, page.width, page.paint),
  ]
}

/** Addresses that a virtual server listens to. */
export const listens = ({ at }: VirtualServer): string =>
  at
    .map((one) => {
      if (one.kind === 'fwmark') return `fwmark ${one.mark}`
      return endpoint(one.last === one.address ? one.address : `${one.address}-${one.last}`, one.port)
    })
    .join(' ')

const endpoint = (address: string, port: number): string => {
  if (port === 0) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function serverRow(
  { address, port, weight, method, tunnel, checkers }: RealServer,
  service: VirtualServer,
): string[] {
  const kind = tunnel && tunnel.type !== 'ipip' ? `${method} ${tunnel.type}` : method
  return [
    '',
    endpoint(address, port),
    `weight ${weight}`,
    method === service.method && kind === method ? '' : kind,
    checkers.map(checkerOf).join('; ') || 'no check',
  ]
}

function checkerOf({ kind, everySeconds, urls, program }: Checker): string {
  const what = [...urls.map(({ path }) => path), ...(program === undefined ? [] : [programName(program)])]
  return [kind, ...what, `every ${everySeconds} s`].join(' ')
}

/** Of a program with its arguments, the last part of its path. */
const programName = (command: string): string => basename(command.replaceAll(/["']/g, '').split(' ')[0] ?? '')

function asideLines(asides: readonly Aside[], page: Page): string[] {
  const byKeyword = Map.groupBy(
    asides,
    ({ keyword, reason, place }) => `${place.source.path}\n${reason}\n${keyword}`,
  )
  const rows: Row[] = [...byKeyword.values()].map((same) => {
    const [{ keyword, reason, place } = same[0] as Aside] = same
    const lines = same.map((one) => positionOf(one.place.source.text, one.place.start).line)
    return [`${place.source.path}:${ranges(lines.map(String)).join(',')}`, keyword, reason]
  })
  if (rows.length === 0) return []
  const columns: readonly Column[] = [{ shrinkTo: 20 }, { shrinkTo: 20 }, { shrinkTo: 20 }]
  return [
    'keepalived knows these, and lvslab does not look at them:',
    ...table(columns, rows, page.width, page.paint),
  ]
}
