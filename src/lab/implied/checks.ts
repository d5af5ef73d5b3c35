import { existsSync } from 'node:fs'
import type { Checker, CheckerKind, Url } from '../../keepalived/index.ts'
import { isAwaited } from '../keepalived/awaited.ts'
import { type Ip, parseAddress } from '../topology/ip.ts'
import type { ServerKind } from '../vocabulary.ts'

import type { Networks } from './networks.ts'
import type { Said } from './said.ts'
import type { Machine, Target } from './types.ts'

/** What answers a checker; undefined where no server of a lab can. */
const ANSWERED_BY: Readonly<Record<CheckerKind, ServerKind | 'anybody' | undefined>> = {
  TCP_CHECK: 'http',
  HTTP_GET: 'http',
  SSL_GET: 'https',
  SMTP_CHECK: 'smtp',
  UDP_CHECK: 'udp',
  PING_CHECK: 'anybody',
  MISC_CHECK: 'anybody',
  DNS_CHECK: undefined,
  FILE_CHECK: undefined,
  BFD_CHECK: undefined,
}

/** Has machines serve what clients and checkers ask of them; says which checks cannot end as they would at home. */
export function serveAll(machines: readonly Machine[], networks: Networks, said: Said): void {
  for (const machine of machines)
    for (const target of machine.targets) {
      const { protocol, port } = target.of
      serve(machine, target.server.port || port || 80, protocol === 'udp' ? 'udp' : 'http')
      tellLate(target, said)
      for (const checker of checkersOf(target)) answer(checker, machine, machines, networks, said)
    }
}

function tellLate({ server }: Target, said: Said): void {
  if (!('checkers' in server)) return
  for (const checker of server.checkers.filter((one) => !isAwaited(one, server)))
    said.note(`its first check comes within ${checker.warmupSeconds} s: no run waits for that`, checker.place)
}

export const checkersOf = ({ server }: Target): readonly Checker[] =>
  'checkers' in server ? server.checkers : []

function answer(
  checker: Checker,
  machine: Machine,
  machines: readonly Machine[],
  networks: Networks,
  said: Said,
): void {
  const { kind, to, place, urls, program } = checker
  const by = ANSWERED_BY[kind]
  if (by === undefined) said.refuse(place, `nobody in a lab answers a ${kind}`)
  if (program !== undefined) tellProgram(program, checker, said)
  for (const url of urls) checkUrl(url, checker, machine, said)
  const address = parseAddress(to?.address ?? '')
  if (!to || address === undefined) return
  const asked = machines.find((one) => one.address === address || one.further.has(address)) ?? machine
  if (asked === machine && address !== machine.address) further(machine, address, networks)
  if (by !== undefined && by !== 'anybody' && to.port > 0) serve(asked, to.port, by)
}

/** A plain HTTP server will do for who only connects, so what wants more comes before it. */
function serve({ serves }: Machine, port: number, kind: ServerKind): void {
  const key = `${kind === 'udp' ? 'udp' : 'tcp'} ${port}`
  if (kind !== 'http' || !serves.has(key)) serves.set(key, kind)
}

/** Another address of the same machine: on a network of its own, or behind it. */
function further(machine: Machine, address: Ip, networks: Networks): void {
  const net = networks.at(address)
  machine.further.set(address, net === machine.net ? undefined : net)
}

/** The same files as on this machine are there: a lab's root file system is this machine's. */
function tellProgram(command: string, { place }: Checker, said: Said): void {
  const path = programOf(command)
  if (path.startsWith('/') && !existsSync(path))
    said.note(`${path} is not on this machine: keepalived leaves the check out, and the server in`, place)
  else said.note(`${path} is run in the lab, and what it says decides`, place)
}

export const programOf = (command: string): string =>
  command.replaceAll(/["']/g, '').trim().split(/\s+/)[0] ?? ''

/** The page where the lab's own digest stands for one that nobody knows. */
export const PAGE = 'lvslab\n'

function checkUrl(
  { path, digest, status, regex }: Url,
  { place }: Checker,
  { pages }: Machine,
  said: Said,
): void {
  const code = status === undefined ? OK : answerFor(status)
  const page = digest === undefined ? code : PAGE
  const [at = ''] = path.split('?')
  const before = pages.get(at)
  if (regex !== undefined)
    said.refuse(place, `nobody knows a page at ${path} that matches the regular expression`)
  if ((digest !== undefined && code !== OK) || (before !== undefined && before !== page))
    said.refuse(place, `no page at ${path} pleases every check of it`)
  if (page !== OK) pages.set(at, page)
}

const OK = 200

/** Of single codes and ranges, as `200-299 404`, what a server of a lab answers anyway, or else the first. */
function answerFor(status: string): number {
  const ranges = status.split(/\s+/).map((part) => part.split('-').map(Number))
  const isFine = ranges.some(([from = 0, to = from]) => from <= OK && OK <= to)
  return isFine ? OK : (ranges[0]?.[0] ?? OK)
}
