import type { TcpLayer } from '../wire/tcp.ts'
import { ACK, SYN } from '../wire/tcp.ts'
import type { TcpOption } from '../wire/tcp-options.ts'
import type { Frame } from '../wire/types.ts'
import { type Field, fieldsOf, type Place } from './fields.ts'

/** Ports from here on are drawn by the kernel for those that ask for none (net.ipv4.ip_local_port_range). */
const FIRST_EPHEMERAL = 32768

/** Fields that only tell packets or conversations apart: the first value seen is 1, the next one 2. */
const NUMBERED = [
  'ipv4.identification',
  'ipv6.flowLabel',
  'ipv6-fragment.identification',
  'icmp.identifier',
  'icmpv6.identifier',
]

const PORTS = ['sourcePort', 'destinationPort']

/**
 * Makes frames of two runs comparable that differ only in what a kernel draws at random: sequence numbers and
 * timestamps count from the first one of their direction (RFC 9293, section 3.4.1; RFC 7323, section 5.4), ephemeral
 * ports and identifications are numbered in the order in which they appear, checksums are left out, since what they
 * cover is compared. One for each run, which has to be shown every frame in order.
 */
export class Normaliser {
  readonly #numbers = new Map<string, Map<unknown, number>>()
  readonly #first = new Map<string, number>()

  /** The fields of the next frame. */
  fieldsOf(frame: Frame): Field[] {
    return fieldsOf(frame, (name, value, place) => this.#read(name, value, place))
  }

  #read(name: string, value: unknown, place: Place): unknown {
    const key = name.slice(name.indexOf('.') + 1)
    if (key === 'checksum') return undefined
    if (NUMBERED.includes(name)) return this.#number(name, value)
    if (PORTS.includes(key))
      return Number(value) < FIRST_EPHEMERAL ? value : `#${this.#number('port', value)}`
    if (place.layer.protocol === 'tcp') return this.#tcp(key, value, place.layer, place)
    return name === 'tcp-start.sequence' ? undefined : value
  }

  #tcp(key: string, value: unknown, tcp: TcpLayer, { source, destination }: Place): unknown {
    const there = `${source}:${tcp.sourcePort} ${destination}:${tcp.destinationPort}`
    const back = `${destination}:${tcp.destinationPort} ${source}:${tcp.sourcePort}`
    const relative = (to: string, number: unknown) => this.#relative(to, Number(number))
    if (key === 'sequence') {
      if ((tcp.flags & SYN) !== 0) this.#first.set(there, tcp.sequence)
      return relative(there, value)
    }
    if (key === 'acknowledgement') return (tcp.flags & ACK) === 0 ? value : relative(back, value)
    if (key !== 'options') return value
    return tcp.options.map((option) => this.#option(option, there, back))
  }

  #option(option: TcpOption, there: string, back: string): unknown {
    if (option.kind === 'sack') {
      return { ...option, blocks: option.blocks.flat().map((edge) => this.#relative(back, edge)) }
    }
    if (option.kind !== 'timestamps') return option
    const value = this.#relative(`${there} clock`, option.value)
    return { ...option, value, echo: option.echo && this.#relative(`${back} clock`, option.echo) }
  }

  #number(kind: string, value: unknown): number {
    if (value === 0) return 0
    const numbers = this.#numbers.get(kind) ?? new Map<unknown, number>()
    this.#numbers.set(kind, numbers)
    const number = numbers.get(value) ?? numbers.size + 1
    numbers.set(value, number)
    return number
  }

  /** Modulo 2³², as sequence numbers count. */
  #relative(direction: string, value: number): number {
    const first = this.#first.get(direction) ?? value
    this.#first.set(direction, first)
    return (value - first) >>> 0
  }
}
