import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HappenedEvent, Observed, ProbeEnded } from '../../src/events/types.ts'
import { buildJourneys } from '../../src/journey/build.ts'
import { journeyNotation } from '../../src/journey/notation.ts'
import type { Exchange, Hop, Journey } from '../../src/journey/types.ts'
import type { ExpectationSpec, ModeExpectation } from '../../src/lab/expectations/types.ts'
import { loadLab } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { macOwners } from '../../src/run/owners.ts'
import { judge } from '../../src/verdict/judge.ts'
import { namesOf } from '../../src/verdict/names.ts'
import type { Evidence, NodeState, Verdict } from '../../src/verdict/types.ts'
import { loadFrames } from '../../src/wire/frames.ts'

const FOLDER = join(import.meta.dirname, '../verdict/recorded')

/** Path of a recording's frames. */
export const recordedCapture = (name: string, change = ''): string =>
  join(FOLDER, name, change, 'capture.pcapng')

/** Everything in it may be changed, but octets. */
type Mutable<Type> = Type extends Uint8Array
  ? Type
  : Type extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : Type extends object
      ? { -readonly [Key in keyof Type]: Mutable<Type[Key]> }
      : Type

/** A run on a real kernel (see test/verdict/recorded/record.ts), healthy or with a fault, to be bent. */
export class Recording {
  readonly evidence: Mutable<Evidence>
  lab: Lab

  constructor(name: string, change?: string) {
    this.lab = labAt(join(FOLDER, name, 'lab.yaml'), change)
    this.evidence = structuredClone(evidenceAt(join(FOLDER, name, change ?? ''))) as Mutable<Evidence>
  }

  /** Journeys of which some hop is written so: `director:rs2/CIP:RIP2`, `client:ff/who-has VIP tell CIP`. */
  journeys(text: string): Mutable<Journey>[] {
    const names = namesOf(this.evidence, this.lab)
    const found = this.evidence.journeys.filter((journey) =>
      journey.hops.some((hop) => journeyNotation(journey, hop, names) === text),
    )
    if (found.length === 0) throw new Error(`nobody sent ${text}`)
    return found
  }

  /** The first hop that is written so. */
  hop(text: string): Mutable<Hop> {
    const names = namesOf(this.evidence, this.lab)
    const hops = this.journeys(text).flatMap((journey) =>
      journey.hops.filter((hop) => journeyNotation(journey, hop, names) === text),
    )
    return hops[0] as Mutable<Hop>
  }

  /** Changes the first hop that is written so. */
  rewrite(text: string, fields: Partial<Mutable<Hop>>): void {
    Object.assign(this.hop(text), fields)
  }

  /** Lets the first question that is written so be asked in another's name. */
  tell(text: string, sender: string): void {
    const [question] = this.journeys(text)
    if (question?.neighbour === undefined) throw new Error(`${text} is no question`)
    question.neighbour.sender = sender
  }

  /** Forgets every packet that has a hop written so. */
  drop(text: string): void {
    const gone = new Set(this.journeys(text).map(({ id }) => id))
    const { evidence } = this
    evidence.journeys = evidence.journeys.filter(({ id }) => !gone.has(id))
    for (const exchange of evidence.exchanges)
      for (const side of ['requests', 'replies', 'errors'] as const)
        exchange[side] = exchange[side].filter((id) => !gone.has(id))
  }

  /** Ends every packet that has a hop written so before that hop. */
  cut(text: string): void {
    const names = namesOf(this.evidence, this.lab)
    for (const journey of this.journeys(text)) {
      const place = journey.hops.findIndex((hop) => journeyNotation(journey, hop, names) === text)
      journey.hops = journey.hops.slice(0, place)
    }
  }

  state(node: string): Mutable<NodeState> {
    return this.evidence.nodes.find((state) => state.node === node) ?? missing(node)
  }

  exchange(server: string): Mutable<Exchange> {
    return this.evidence.exchanges.find((exchange) => exchange.server === server) ?? missing(server)
  }

  mac(node: string, name = 'eth0'): string {
    return this.state(node).interfaces.find((one) => one.name === name)?.mac ?? missing(`${node}:${name}`)
  }

  /** Promises another mode of the same run. */
  expect(fields: Partial<ModeExpectation>): void {
    const expectations = this.lab.expectations.map(
      (spec): ExpectationSpec => (spec.kind === 'mode' ? { ...spec, ...fields } : spec),
    )
    this.lab = { ...this.lab, expectations }
  }

  judged(): Promise<Verdict[]> {
    return judge(this.lab, this.evidence)
  }
}

function missing(what: string): never {
  throw new Error(`the recording has no ${what}`)
}

function labAt(path: string, change?: string): Lab {
  const loaded = loadLab({ path }, change === undefined ? {} : { change })
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  return loaded.lab
}

const read = new Map<string, Evidence>()

function evidenceAt(folder: string): Evidence {
  const known = read.get(folder) ?? readEvidence(folder)
  read.set(folder, known)
  return known
}

function readEvidence(folder: string): Evidence {
  const lines = readFileSync(join(folder, 'said.jsonl'), 'utf8').trim().split('\n')
  const events = lines.map((line) => JSON.parse(line) as ProbeEnded | HappenedEvent | Observed)
  const probes = events.flatMap((event) => (event.type === 'probe-ended' ? [event.result] : []))
  const [observed] = events.filter((event) => event.type === 'observed')
  const loaded = loadFrames(join(folder, 'capture.pcapng'))
  if (observed === undefined || !loaded.ok) throw new Error(`nothing was recorded in ${folder}`)
  const { nodes, networks, captures, addressChanges = [] } = observed
  const happened = events.flatMap((event) => (event.type === 'happened' ? [event.what] : []))
  const points = captures.map(({ point }) => point)
  const origin = Number(loaded.origin) / 1e6
  return {
    ...buildJourneys(loaded.frames, macOwners(nodes), points),
    ...{ captures, nodes, networks, probes, origin, happened, addressChanges },
  }
}
