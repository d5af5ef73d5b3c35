/** The script of a report: the ladder of packets with its filter, the details, and the keys. */
import { DATA_ID, type PacketData } from './data.ts'
import { detailOf, type Surroundings } from './detail.ts'
import { byId } from './dom.ts'
import { ladderKeys, pageKeys, type Reach } from './keys.ts'
import { Ladder } from './ladder.ts'
import { frameStore } from './octets.ts'
import { printedTable } from './printed.ts'
import { filtered, type Row, rowsOf } from './rows.ts'

const holder = document.getElementById(DATA_ID)
if (holder) start(JSON.parse(holder.textContent ?? '') as PacketData)

function start(data: PacketData): void {
  const all = rowsOf(data)
  const form = byId<HTMLFormElement>('filter')
  const detail = byId('detail')
  const ladder = new Ladder(byId('ladder'), data, (row) => chosen(row))
  const around: Surroundings = {
    data,
    frameOf: frameStore(data.frames),
    goTo: (hop) => goTo((row) => row.hop === hop),
  }
  let wanted: number | undefined

  const chosen = (row: Row | undefined) => {
    detail.replaceChildren(...(row ? [detailOf(row, around, wanted)] : []))
    wanted = undefined
    showTime(row)
  }
  const apply = () => {
    const values = new FormData(form)
    const text = (name: string) => String(values.get(name) ?? '')
    const rows = filtered(
      all,
      {
        protocol: text('protocol'),
        node: text('node'),
        conversation: text('conversation'),
        text: text('text'),
        judged: values.has('judged'),
      },
      data,
    )
    ladder.show(rows)
    byId('shown').textContent =
      rows.length === all.length ? `${all.length} hops` : `${rows.length} of ${all.length} hops`
  }
  /** A row that the filter hides is shown with everything else. */
  const goTo = (is: (row: Row) => boolean) => {
    if (!ladder.rows.some(is)) form.reset()
    if (!ladder.rows.some(is)) apply()
    const place = ladder.rows.findIndex(is)
    if (place >= 0) ladder.choose(place)
  }
  /** Where a link leads: to a frame, to a time, or to something of the page. */
  const follow = () => {
    const [, kind, number] = /^#(frame|time)-(\d+)$/.exec(location.hash) ?? []
    if (kind === undefined) return openTarget()
    const value = Number(number)
    if (kind === 'frame') wanted = value
    goTo(({ hop }) => (kind === 'frame' ? hop.frames.includes(value) : hop.time >= value))
    byId('packets').scrollIntoView()
    ladder.list.focus({ preventScroll: true })
  }
  const reach: Reach = {
    toDetail: () => detail.focus(),
    toFilter: () => byId('text').focus(),
    help: () => byId<HTMLDialogElement>('keys').showModal(),
    conversation: ({ journey }) => {
      const select = form.elements.namedItem('conversation') as HTMLSelectElement
      select.value = select.value === '' ? String(journey.conversation ?? '') : ''
      apply()
    },
  }

  form.addEventListener('input', apply)
  form.addEventListener('reset', () => setTimeout(apply))
  form.addEventListener('submit', (event) => event.preventDefault())
  byId('help').addEventListener('click', reach.help)
  ladder.list.addEventListener('keydown', ladderKeys(ladder, reach))
  ladder.list.addEventListener('focus', () => ladder.place < 0 && ladder.choose(0))
  detail.addEventListener('keydown', ({ key }) => key === 'Escape' && ladder.list.focus())
  byId('text').addEventListener(
    'keydown',
    (event) => (event as KeyboardEvent).key === 'Escape' && ladder.list.focus(),
  )
  document.addEventListener('keydown', pageKeys(reach))
  overviewJumps(ladder)
  window.addEventListener('hashchange', follow)
  window.addEventListener('beforeprint', () => byId('printed').replaceChildren(printedTable(ladder.rows)))
  window.addEventListener('afterprint', () => byId('printed').replaceChildren())
  apply()
  if (all.length > 0) ladder.choose(0)
  follow()
}

/** A link leads to a verdict that may be folded. */
function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const details = target?.querySelector('details')
  if (details && target?.closest('.verdicts')) details.open = true
}

/** The time of the chosen hop on the axis. */
function showTime(row: Row | undefined): void {
  const axis = byId<SVGSVGElement>('overview')
  const x = ((row?.hop.time ?? 0) / Number(axis.dataset.end)) * axis.viewBox.baseVal.width
  for (const end of ['x1', 'x2']) byId<SVGLineElement>('here').setAttribute(end, x.toFixed(1))
}

/** A click on the axis chooses the hop nearest after that time. */
function overviewJumps(ladder: Ladder): void {
  const axis = byId<SVGSVGElement>('overview')
  axis.addEventListener('click', ({ clientX }) => {
    const { left, width } = axis.getBoundingClientRect()
    const time = ((clientX - left) / width) * Number(axis.dataset.end)
    const place = ladder.rows.findIndex(({ hop }) => hop.time >= time)
    ladder.choose(place < 0 ? ladder.rows.length - 1 : place)
  })
}
