import { z } from 'zod'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import { SCHEDULER_FLAGS, SCHEDULERS } from '../vocabulary.ts'
import { bracketsRemedy, splitEndpoint } from './endpoint.ts'
import type { Host } from './host.ts'
import type { Inventory } from './inventory.ts'
import { formatAddress, parseAddress } from './ip.ts'
import { resolveServers, type ServiceKey, serverKeys } from './servers.ts'
import type { VirtualService } from './virtual-service.ts'

const serviceSchema = z.strictObject({
  scheduler: z.enum(SCHEDULERS).describe('How requests are given out (ipvsadm -s)'),
  options: z
    .array(z.enum(SCHEDULER_FLAGS))
    .optional()
    .describe('Flags of the scheduler (ipvsadm -b), for example [mh-port]'),
  persistent: z
    .int()
    .min(1)
    .max(2_678_400) // 31 days, as ipvsadm has it
    .optional()
    .describe('Seconds that a client stays with its server after its last connection (ipvsadm -p)'),
  ...serverKeys,
})

export const ipvsSchema = z
  .record(z.string(), serviceSchema)
  .describe('Virtual services by `PROTOCOL ADDRESS:PORT`, such as "tcp 10.0.0.100:80", or by `fwmark NUMBER`')

type ServiceSpec = z.output<typeof serviceSchema>

export function resolveServices(
  specs: z.output<typeof ipvsSchema>,
  host: Host,
  inventory: Inventory,
  findings: Findings,
): VirtualService[] {
  return Object.entries(specs).flatMap(([key, spec]) => {
    const path = [...host.path, 'ipvs', key]
    const service = readKey(key, path, findings)
    if (!service) {
      findings.lose(path)
      return []
    }
    checkOptions(spec, path, findings)
    const { scheduler, options = [], persistent } = spec
    const servers = resolveServers(spec, service, host, path, inventory, findings)
    return [{ ...service, scheduler, options, ...(persistent ? { persistent } : {}), servers }]
  })
}

function readKey(key: string, path: Path, findings: Findings): ServiceKey | undefined {
  const part = 'key'
  const [, mark] = /^fwmark (\d+)$/.exec(key) ?? []
  if (mark !== undefined) return readMark(Number(mark), path, findings)
  const [, protocol, rest = ''] = /^(tcp|udp) (.+)$/.exec(key) ?? []
  const endpoint = splitEndpoint(rest)
  if ((protocol !== 'tcp' && protocol !== 'udp') || !endpoint) return notService(key, path, findings)
  const { host, port } = endpoint
  const address = parseAddress(host)
  if (address === undefined) return findings.error(path, `"${host}" is not an IP address`, { part })
  if (port < 1 || port > 65535) return findings.error(path, `a port is 1 to 65535, not ${port}`, { part })
  return { protocol, address: formatAddress(address), port }
}

function notService(key: string, path: Path, findings: Findings): undefined {
  const remedy = bracketsRemedy(key)
  const message = `"${key}" is not a service such as "tcp 10.0.0.100:80" or "fwmark 7"`
  findings.error(path, message, { part: 'key', ...(remedy && { remedy }) })
}

/** A mark is 32 bits, and 0 is the mark of every packet that has none. */
function readMark(mark: number, path: Path, findings: Findings): ServiceKey | undefined {
  if (mark >= 1 && mark < 2 ** 32) return { protocol: 'fwmark', mark }
  return findings.error(path, `a mark is 1 to ${2 ** 32 - 1}, not ${mark}`, { part: 'key' })
}

function checkOptions({ scheduler, options = [] }: ServiceSpec, path: Path, findings: Findings): void {
  for (const [index, option] of options.entries())
    if (!option.startsWith(`${scheduler}-`))
      findings.error([...path, 'options', index], `the scheduler ${scheduler} has no flag ${option}`)
}
