import { createHash } from 'node:crypto'

/**
 * MAC addresses that tell who they are: `02` (locally administered, unicast; IEEE 802-2014, 8.4), three octets
 * hashed from seed and role, the replica, and the interface. `02:5a:3c:91:02:00` is eth0 of a role's second
 * replica. Roles that hash alike are told apart in order of appearance.
 */
export function macAllotter(seed: string): (role: string, replica: number, index: number) => string {
  const roles = new Map<string, string>()
  const taken = new Set<string>()
  return (role, replica, index) => {
    const prefix = roles.get(role) ?? freePrefix(seed, role, taken)
    roles.set(role, prefix)
    taken.add(prefix)
    return `02:${prefix}:${octet(replica)}:${octet(index)}`
  }
}

function freePrefix(seed: string, role: string, taken: ReadonlySet<string>): string {
  for (let round = 0; ; round++) {
    const digest = createHash('sha256').update(`${seed}\0${role}\0${round}`).digest()
    const prefix = [...digest.subarray(0, 3)].map(octet).join(':')
    if (!taken.has(prefix)) return prefix
  }
}

function octet(value: number): string {
  return value.toString(16).padStart(2, '0')
}
