import { type Lanes, laneAt, ROW } from './arrow.ts'
import type { PacketData } from './data.ts'
import { drawn, element } from './dom.ts'
import { rowElement } from './row-element.ts'
import { partakers, type Row } from './rows.ts'

/** Rows beyond the visible ones that are drawn, so that a fast hand sees no gap. */
const SPARE = 12
/** Pixels between two lifelines at least, so that arrows can be told apart, and for each letter of a name. */
const [LANE, LETTER] = [64, 8] as const

/** The list of hops: of thousands of rows only those are in the page that can be seen. */
export class Ladder {
  readonly #place: HTMLElement
  readonly #data: PacketData
  readonly #choose: (row: Row | undefined) => void
  readonly #heads = element('div', { class: 'heads', 'aria-hidden': 'true' })
  readonly list = element('div', {
    class: 'rows',
    id: 'rows',
    role: 'listbox',
    tabindex: 0,
    'aria-label': 'Packets, hop by hop. Arrow keys move, question mark explains the keys',
  })
  readonly #drawn = new Map<number, HTMLElement>()
  #rows: readonly Row[] = []
  #chosen: Row | undefined
  #lanes: Lanes = { shown: [], width: 1 }

  constructor(place: HTMLElement, data: PacketData, choose: (row: Row | undefined) => void) {
    this.#place = place
    this.#data = data
    this.#choose = choose
    place.append(this.#heads, this.list)
    place.addEventListener('scroll', () => this.#draw(), { passive: true })
    this.list.addEventListener('click', ({ target }) => this.#clicked(target as Element))
    new ResizeObserver(() => this.#measure()).observe(place)
  }

  get rows(): readonly Row[] {
    return this.#rows
  }

  get chosen(): Row | undefined {
    return this.#chosen
  }

  /** Shows other rows; the chosen one stays chosen if it is among them. */
  show(rows: readonly Row[]): void {
    this.#rows = rows
    this.list.style.height = `${rows.length * ROW}px`
    this.#measure()
    if (this.#chosen) this.#bringIntoView(rows.indexOf(this.#chosen))
  }

  /** Chooses a row, brings it into view and tells of it. */
  choose(index: number): void {
    const place = Math.max(0, Math.min(index, this.#rows.length - 1))
    this.#chosen = this.#rows[place]
    this.#bringIntoView(place)
    this.#redraw()
    this.#choose(this.#chosen)
  }

  /** Place of the chosen row; -1 where none is. */
  get place(): number {
    return this.#chosen ? this.#rows.indexOf(this.#chosen) : -1
  }

  /** Rows that fit at once. */
  get page(): number {
    return Math.max(1, Math.floor((this.#place.clientHeight - this.#heads.offsetHeight) / ROW) - 1)
  }

  #bringIntoView(place: number): void {
    if (place < 0) return
    const height = this.#place.clientHeight - this.#heads.offsetHeight
    const top = place * ROW
    const { scrollTop } = this.#place
    if (top < scrollTop || top + ROW > scrollTop + height)
      this.#place.scrollTop = Math.max(0, top - height / 2 + ROW / 2)
  }

  #clicked(target: Element): void {
    const row = target.closest<HTMLElement>('[role=option]')
    if (row) this.choose(Number(row.dataset.place))
  }

  /** The drawing takes what the texts beside it leave. */
  #measure(): void {
    const shown = partakers(this.#rows, this.#data)
    const nodes = shown.map((lane) => this.#data.nodes[lane] ?? '')
    this.#heads.replaceChildren(...['time', 'packet'].map((text) => element('span', {}, text)))
    const cell = element('span', { class: 'lanes' })
    this.#heads.append(cell, element('span', {}, 'changed'))
    const least = nodes.length * Math.max(LANE, ...nodes.map((node) => (node.length + 1) * LETTER))
    this.#place.style.setProperty('--lanes', `${least}px`)
    this.#lanes = { shown, width: Math.max(least, cell.clientWidth) }
    cell.append(names(nodes, this.#lanes))
    this.#redraw()
  }

  #redraw(): void {
    for (const row of this.#drawn.values()) row.remove()
    this.#drawn.clear()
    this.#draw()
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#place
    const first = Math.max(0, Math.floor(scrollTop / ROW) - SPARE)
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / ROW) + SPARE)
    for (const [place, row] of this.#drawn) {
      if (place >= first && place < last) continue
      row.remove()
      this.#drawn.delete(place)
    }
    for (let place = first; place < last; place++) {
      const row = this.#rows[place]
      if (row && !this.#drawn.has(place)) this.#add(place, row)
    }
    const active = this.#drawn.get(this.place)
    if (active) this.list.setAttribute('aria-activedescendant', active.id)
    else this.list.removeAttribute('aria-activedescendant')
  }

  #add(place: number, row: Row): void {
    const made = rowElement({ rows: this.#rows, place, row, chosen: this.#chosen, lanes: this.#lanes })
    made.style.transform = `translateY(${place * ROW}px)`
    this.#drawn.set(place, made)
    this.list.append(made)
  }
}

function names(nodes: readonly string[], lanes: Lanes): SVGSVGElement {
  const texts = nodes.map((node, place) =>
    drawn('text', { x: laneAt(lanes.shown[place] ?? 0, lanes), y: 18, 'text-anchor': 'middle' }, node),
  )
  return drawn('svg', { width: lanes.width, height: ROW }, ...texts)
}
