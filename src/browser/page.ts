import { Axis } from './axis.ts'
import type { PacketData } from './data.ts'
import { detailOf, type Surroundings } from './detail.ts'
import { byId } from './dom.ts'
import { ladderKeys, pageKeys, type Reach } from './keys.ts'
import { Ladder } from './ladder.ts'
import { frameStore } from './octets.ts'
import { printedTable } from './printed.ts'
import { type Filter, filtered, type Row, rowsOf } from './rows.ts'

/** The packets of a report: ladder, filter, details and axis, and what leads from one to the other. */
export class PacketsPage {
  readonly #data: PacketData
  readonly #all: readonly Row[]
  readonly #form = byId<HTMLFormElement>('filter')
  readonly #detail = byId('detail')
  readonly #axis = new Axis(byId<SVGSVGElement>('overview'), byId<SVGLineElement>('here'))
  readonly #ladder: Ladder
  readonly #around: Surroundings
  /** Frame that is to be shown of the row that is chosen next. */
  #wanted: number | undefined

  constructor(data: PacketData) {
    this.#data = data
    this.#all = rowsOf(data)
    this.#ladder = new Ladder(byId('ladder'), data, (row) => this.#chosen(row))
    const goTo: Surroundings['goTo'] = (hop) => this.#goTo((row) => row.hop === hop)
    this.#around = { data, frameOf: frameStore(data.frames), goTo }
  }

  start(): void {
    this.#listenToFilter()
    this.#listenToKeys()
    this.#axis.onJump((time) => this.#jump(time))
    addEventListener('hashchange', () => this.#follow())
    addEventListener('beforeprint', () => byId('printed').replaceChildren(printedTable(this.#ladder.rows)))
    addEventListener('afterprint', () => byId('printed').replaceChildren())
    this.#apply()
    if (this.#all.length > 0) this.#ladder.choose(0)
    this.#follow()
  }

  #listenToFilter(): void {
    this.#form.addEventListener('input', () => this.#apply())
    // The fields are empty only after the event.
    this.#form.addEventListener('reset', () => setTimeout(() => this.#apply()))
    this.#form.addEventListener('submit', (event) => event.preventDefault())
  }

  #listenToKeys(): void {
    const { list } = this.#ladder
    const reach = this.#reach()
    const back = ({ key }: KeyboardEvent) => key === 'Escape' && list.focus()
    list.addEventListener('keydown', ladderKeys(this.#ladder, reach))
    list.addEventListener('focus', () => this.#ladder.place < 0 && this.#ladder.choose(0))
    for (const id of ['detail', 'text']) byId(id).addEventListener('keydown', back)
    byId('help').addEventListener('click', reach.help)
    document.addEventListener('keydown', pageKeys(reach))
  }

  #reach(): Reach {
    return {
      toDetail: () => this.#detail.focus(),
      toFilter: () => byId('text').focus(),
      help: () => byId<HTMLDialogElement>('keys').showModal(),
      conversation: (row) => this.#toggleConversation(row),
    }
  }

  #toggleConversation({ journey }: Row): void {
    const select = this.#form.elements.namedItem('conversation') as HTMLSelectElement
    select.value = select.value === '' ? String(journey.conversation ?? '') : ''
    this.#apply()
  }

  #chosen(row: Row | undefined): void {
    this.#detail.replaceChildren(...(row ? [detailOf(row, this.#around, this.#wanted)] : []))
    this.#wanted = undefined
    this.#axis.show(row?.hop.time ?? 0)
  }

  /** Shows what the filter lets through, and says how much that is. */
  #apply(): void {
    const all = this.#all.length
    const rows = filtered(this.#all, this.#filter(), this.#data)
    this.#ladder.show(rows)
    byId('shown').textContent = rows.length === all ? `${all} hops` : `${rows.length} of ${all} hops`
  }

  #filter(): Filter {
    const values = new FormData(this.#form)
    const text = (name: string) => String(values.get(name) ?? '')
    const [protocol, node, conversation] = [text('protocol'), text('node'), text('conversation')]
    return { protocol, node, conversation, text: text('text'), judged: values.has('judged') }
  }

  /** Chooses the first row that is so; one that the filter hides is shown with everything else. */
  #goTo(is: (row: Row) => boolean): void {
    if (!this.#ladder.rows.some(is)) {
      this.#form.reset()
      this.#apply()
    }
    const place = this.#ladder.rows.findIndex(is)
    if (place >= 0) this.#ladder.choose(place)
  }

  /** The hop nearest after a time, of those that are shown. */
  #jump(time: number): void {
    const { rows } = this.#ladder
    const place = rows.findIndex(({ hop }) => hop.time >= time)
    this.#ladder.choose(place < 0 ? rows.length - 1 : place)
  }

  /** Where a link leads: to a frame, to a time, or to a verdict. */
  #follow(): void {
    const [, kind, number] = /^#(frame|time)-(\d+)$/.exec(location.hash) ?? []
    if (kind === undefined) openVerdict()
    else this.#show(kind, Number(number))
  }

  #show(kind: string, value: number): void {
    if (kind === 'frame') this.#wanted = value
    this.#goTo(({ hop }) => (kind === 'frame' ? hop.frames.includes(value) : hop.time >= value))
    byId('packets').scrollIntoView()
    this.#ladder.list.focus({ preventScroll: true })
  }
}

/** A link leads to a verdict that may be folded. */
function openVerdict(): void {
  const details = document.querySelector<HTMLDetailsElement>('.verdicts :target details')
  if (details) details.open = true
}
