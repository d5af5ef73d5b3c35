import type { Span } from '../wire/types.ts'
import { changedSpans } from './changed.ts'
import type { HopData, PacketData, VerdictData } from './data.ts'
import { element } from './dom.ts'
import { fieldsOf, layerTitle } from './fields.ts'
import { type Dump, dumpOf } from './hex.ts'
import type { FrameView } from './octets.ts'
import type { Row } from './rows.ts'
import { timeText } from './time.ts'

/** What the detail asks of its surroundings. */
export interface Surroundings {
  readonly data: PacketData
  readonly frameOf: (id: number) => FrameView | undefined
  readonly goTo: (hop: HopData) => void
}

/** One packet: its way with what each hop changed, the verdicts on it, and a frame of the chosen hop, octet by octet. */
export function detailOf({ journey, hop, verdicts }: Row, around: Surroundings, frame?: number): HTMLElement {
  const { conversation, protocol, summary, id, end } = journey
  const title = around.data.conversations.find((one) => one.id === conversation)?.title
  return element(
    'div',
    {},
    element('h3', {}, `${protocol} ${summary}`),
    element('p', { class: 'note' }, [`packet ${id}`, title, end].filter(Boolean).join(' · ')),
    element('ol', { class: 'way' }, ...journey.hops.map((one) => hopItem(one, hop, around))),
    verdicts.length > 0 ? restsOn(verdicts) : undefined,
    framesOf(hop, around, frame),
  )
}

function hopItem(hop: HopData, chosen: HopData, { goTo }: Surroundings): HTMLElement {
  const button = element('button', { type: 'button', 'aria-pressed': String(hop === chosen) }, hop.text)
  button.addEventListener('click', () => goTo(hop))
  const facts = [timeText(hop.time), hop.ttl === undefined ? '' : `TTL ${hop.ttl}`, hop.seen]
  return element(
    'li',
    {},
    button,
    element('span', { class: 'note' }, facts.filter(Boolean).join(' · ')),
    hop.changes.length > 0 ? changes(hop) : undefined,
  )
}

const changes = ({ changes }: HopData): HTMLElement =>
  element(
    'ul',
    { class: 'changes' },
    ...changes.map(({ field, from, to }) =>
      element('li', {}, `${fieldName(field)} `, element('del', {}, from), ' → ', element('ins', {}, to)),
    ),
  )

/** `source-mac` as people write it. */
const fieldName = (field: string): string =>
  field.replaceAll('-', ' ').replace('mac', 'MAC').replace('ttl', 'TTL').replace('vlan', 'VLAN')

const restsOn = (verdicts: readonly VerdictData[]): HTMLElement =>
  element(
    'p',
    { class: 'rests' },
    'Verdicts on it: ',
    ...verdicts.flatMap(({ id, status }) => [
      element('a', { href: `#verdict-${id}`, class: status }, `${status} ${id}`),
      ' ',
    ]),
  )

/** The frames of a hop, one of them taken apart: the first, or the one that is asked for. */
function framesOf(hop: HopData, around: Surroundings, wanted?: number): HTMLElement {
  const place = element('div', { class: 'frame' })
  const tabs = hop.frames.map((id) => {
    const frame = around.frameOf(id)
    const point = around.data.points[frame?.point ?? -1] ?? ''
    const tab = element(
      'button',
      { type: 'button', 'data-frame': id },
      `frame ${id} `,
      element('span', {}, point),
    )
    tab.addEventListener('click', () => show(id))
    return tab
  })
  const show = (id: number) => {
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.frame === String(id)))
    const frame = around.frameOf(id)
    place.replaceChildren(
      ...(frame
        ? frameParts(frame, hop)
        : [element('p', { class: 'note' }, 'The capture is not in the run’s folder.')]),
    )
  }
  show(wanted !== undefined && hop.frames.includes(wanted) ? wanted : (hop.frames[0] ?? 0))
  return element(
    'div',
    {},
    element('div', { class: 'tabs', role: 'group', 'aria-label': 'Frames' }, ...tabs),
    place,
  )
}

function frameParts(frame: FrameView, hop: HopData): HTMLElement[] {
  const dump = dumpOf(frame.octets, frame.original)
  const changed = changedSpans(frame.layers, hop.changes)
  dump.mark(changed, 'changed')
  const size = `${timeText(frame.time)} · ${frame.original} octets`
  const key = changed.length > 0 ? [element('span', { class: 'key' }, 'changed on this hop')] : []
  return [
    element('p', { class: 'note' }, `${size} `, ...key),
    dump.element,
    element('div', { class: 'layers' }, ...frame.layers.map((layer) => layerElement(layer, dump, changed))),
  ]
}

/** A header to unfold; whatever of it has the focus or the pointer is marked in the dump. */
function layerElement(layer: FrameView['layers'][number], dump: Dump, changed: readonly Span[]): HTMLElement {
  const isChanged = (span: Span) => changed.some(({ start, end }) => start <= span.start && span.end <= end)
  const fields = fieldsOf(layer)
  const summary = element('summary', {}, layerTitle(layer), ' ', element('small', {}, octetsText(layer)))
  marks(summary, layer, dump)
  const items = fields.map(({ name, value, span }) => {
    const button = element(
      'button',
      { type: 'button', class: isChanged(span) ? 'changed' : undefined },
      `${name} `,
      element('span', {}, value),
    )
    marks(button, span, dump)
    return element('li', {}, button)
  })
  const details = element('details', {}, summary, element('ul', {}, ...items))
  details.open = fields.some(({ span }) => isChanged(span))
  return details
}

const octetsText = ({ start, end }: Span): string =>
  end - start === 1 ? `octet ${start}` : `octets ${start}–${end - 1}`

function marks(target: HTMLElement, span: Span, dump: Dump): void {
  for (const kind of ['focus', 'pointerenter', 'click'])
    target.addEventListener(kind, () => dump.mark([span], 'marked'))
}
