import { CHECKERS, type CheckerBlock, type CheckerSettings, type UrlBlock } from '../grammar/checkers.ts'
import type { Values } from '../grammar/field.ts'
import type { REAL_SERVER, VIRTUAL_SERVER } from '../grammar/servers.ts'
import type { Checker, CheckerKind, Server, Url } from './types.ts'

type ServerGiven = Values<(typeof REAL_SERVER)['fields']>
type ServiceGiven = Values<(typeof VIRTUAL_SERVER)['fields']>

/** Seconds between checks (KEEPALIVED_DEFAULT_DELAY in check_data.h), and until a connection is given up. */
const DELAY_SECONDS = 60
const TIMEOUT_SECONDS = 5

/** Retries and the seconds before each, where nothing is given (check_api.c, check_http.c, check_misc.c, check_dns.c). */
const RETRY: Partial<Record<CheckerKind, number>> = { MISC_CHECK: 0, DNS_CHECK: 3 }
const RETRY_DELAY: Partial<Record<CheckerKind, number>> = { HTTP_GET: 3, SSL_GET: 3 }

/** The checkers of a real server, with what they take from it and from its virtual server. */
export function checkersOf(given: ServerGiven, service: ServiceGiven, server: Server): Checker[] {
  const kinds = Object.keys(CHECKERS) as CheckerKind[]
  return kinds.flatMap((kind) =>
    (given[kind]?.value ?? []).flatMap(hostsOf).map((block): Checker => {
      const own: CheckerSettings = block.given
      const everySeconds = setting('delay_loop', own, given, service) ?? DELAY_SECONDS
      const program = own.misc_path?.value
      return {
        kind,
        place: block.place,
        ...connection(kind, own, server),
        everySeconds,
        warmupSeconds: setting('warmup', own, given, service) ?? everySeconds,
        timeoutSeconds:
          kind === 'MISC_CHECK'
            ? (own.misc_timeout?.value ?? everySeconds)
            : (setting('connect_timeout', own, given, service) ?? TIMEOUT_SECONDS),
        retry: own.nb_get_retry?.value ?? setting('retry', own, given, service) ?? RETRY[kind] ?? 1,
        retryDelaySeconds:
          setting('delay_before_retry', own, given, service) ??
          (kind === 'DNS_CHECK' ? everySeconds : (RETRY_DELAY[kind] ?? 1)),
        urls: (own.url?.value ?? []).map(urlOf),
        ...(program === undefined ? {} : { program }),
      }
    }),
  )
}

type Timing = 'delay_loop' | 'warmup' | 'connect_timeout' | 'retry' | 'delay_before_retry'

/** A checker takes what it does not say itself from its real server, and that from the virtual server. */
const setting = (key: Timing, ...levels: readonly CheckerSettings[]): number | undefined =>
  levels.map((level) => level[key]?.value).find((value) => value !== undefined)

function connection(kind: CheckerKind, own: CheckerSettings, server: Server): Pick<Checker, 'to'> {
  if (['MISC_CHECK', 'FILE_CHECK', 'BFD_CHECK'].includes(kind)) return {}
  const address = own.connect_ip?.value ?? server.address
  return {
    to: { address, port: kind === 'PING_CHECK' ? 0 : (own.connect_port?.value ?? server.port) },
    ...(own.bindto ? { from: own.bindto.value } : {}),
  }
}

const CONNECTION_KEYS = [
  'connect_ip',
  'connect_port',
  'bindto',
  'bind_port',
  'bind_if',
  'fwmark',
  'connect_timeout',
]

/** SMTP_CHECK is a checker for each host in it, and one for what it says itself of a connection (check_smtp.c). */
function hostsOf(block: CheckerBlock): CheckerBlock[] {
  const { host: hosts, ...own } = block.given
  if (!hosts) return [block]
  const itself = CONNECTION_KEYS.some((key) => key in own) ? [{ ...block, given: own }] : []
  return [...itself, ...hosts.value.map((host) => ({ ...host, given: { ...own, ...host.given } }))]
}

const urlOf = ({ given: { path, digest, status_code: status, regex } }: UrlBlock): Url => ({
  path: path?.value ?? '',
  ...(digest ? { digest: digest.value, digestPlace: digest.place } : {}),
  ...(status ? { status: status.value } : {}),
  ...(regex ? { regex: regex.value } : {}),
})
