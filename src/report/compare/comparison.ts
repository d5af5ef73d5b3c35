import { type ComparedMode, type Comparison, needsOf } from '../../compare/comparison.ts'
import type { Amount, Measured, Way } from '../../compare/measure.ts'
import type { Stage } from '../../compare/stage.ts'
import type { Tried } from '../../compare/tried.ts'
import { count, listed } from '../text.ts'
import { amountText, sizeText } from './amount.ts'
import type { Sheet } from './sheet.ts'

/** Everything that a comparison tells, as tables: one row a mode. */
export function comparisonSheets({ stage, modes }: Comparison): Sheet[] {
  return [through(stage, modes), onTheWay(modes), tried(modes), needs(modes)]
}

function through(stage: Stage, modes: readonly ComparedMode[]): Sheet {
  return {
    title: `Through the director, frames / octets: ${askedText(stage)}`,
    columns: ['mode', 'requests in', 'out', 'replies in', 'out'],
    rows: measuredRows(modes, 4, ({ request, reply }) => {
      const ways = [request.director.in, request.director.out, reply.director.in, reply.director.out]
      return ways.map(amountText)
    }),
    notes: modes.flatMap(({ mode, measured }) =>
      'missing' in measured ? [`not measured with ${mode} (${measured.missing})`] : [],
    ),
    figures: true,
  }
}

/** `1 response of 1 MB` */
function askedText({ servers, request, response }: Stage): string {
  const asked = `${count(servers, 'response')} of ${sizeText(response)}`
  return request === 0 ? asked : `${count(servers, 'upload')} of ${sizeText(request)} and ${asked}`
}

function onTheWay(modes: readonly ComparedMode[]): Sheet {
  return {
    title: 'On the way',
    columns: ['mode', 'header', 'requests changed', 'replies changed', 'hops', 'TTL lost', 'replies go to'],
    rows: measuredRows(modes, 6, ({ request, reply, repliesTo }) => [
      octetsText(request.added),
      changedText(request),
      changedText(reply),
      bothWays(request.hops, reply.hops),
      bothWays(request.ttlLost, reply.ttlLost),
      `the ${listed(repliesTo)}`,
    ]),
    notes: [
      'header: octets that the director adds to a packet; changed: address fields, but for MACs; ' +
        'hops and TTL lost: requests, replies.',
      ...(modes.some(({ measured }) => !('missing' in measured) && measured.request.changed.includes('all'))
        ? ['all: what a proxy sends are packets of its own; their hops and TTL begin there.']
        : []),
    ],
  }
}

function tried(modes: readonly ComparedMode[]): Sheet {
  const cells = ({ otherPort, places }: ComparedMode): Readonly<Record<string, Tried>> => ({
    'other port': otherPort,
    'same LAN': places['same-lan'],
    'other subnet': places['other-subnet'],
    'other site': places['other-site'],
  })
  return {
    title: 'What was possible',
    columns: ['mode', 'other port', 'same LAN', 'other subnet', 'other site'],
    rows: modes.map((one) => [one.mode, ...Object.values(cells(one)).map(triedText)]),
    notes: [
      'other port: servers listen on 8080, the service is on 80; other subnet: behind one more router; ' +
        'other site: behind a router with its own way to the client.',
      ...modes.flatMap((one) => untriedTexts(one, Object.entries(cells(one)))),
    ],
  }
}

function needs(modes: readonly ComparedMode[]): Sheet {
  return {
    title: "What a real server needs on the director's LAN, beside its service",
    columns: ['mode', 'without any of these, a promise of the mode was broken'],
    rows: modes.map((one) => [one.mode, needsText(one)]),
    notes: modes.flatMap((one) =>
      untriedTexts(
        one,
        one.parts.map(({ part, without }) => [`without ${part}`, without]),
      ),
    ),
  }
}

function needsText(one: ComparedMode): string {
  const spare = one.parts.filter(({ without }) => 'possible' in without && without.possible)
  const told = [...needsOf(one), ...spare.map(({ part }) => `(does without ${part})`)]
  const complete =
    one.parts.every(({ without }) => 'possible' in without) && isPossible(one.places['same-lan'])
  return [...told, ...(complete ? [] : ['not all was tried'])].join(', ') || 'nothing'
}

const isPossible = (cell: Tried): boolean => 'possible' in cell && cell.possible

/** Why cells of a mode are missing: a line for each reason. */
function untriedTexts(
  { mode }: ComparedMode,
  cells: readonly (readonly [what: string, cell: Tried])[],
): string[] {
  const untried = cells.flatMap(([what, cell]) => ('missing' in cell ? [{ what, why: cell.missing }] : []))
  return [...Map.groupBy(untried, ({ why }) => why)].map(
    ([why, alike]) => `not tried with ${mode}: ${alike.map(({ what }) => what).join(', ')} (${why})`,
  )
}

function triedText(cell: Tried): string {
  if ('missing' in cell) return 'missing'
  return cell.possible ? 'yes' : `no, ${cell.how}`
}

/** What was not measured has no figures: why not, is told once. */
function measuredRows(
  modes: readonly ComparedMode[],
  columns: number,
  cells: (measured: Measured) => string[],
): string[][] {
  return modes.map(({ mode, measured }) => [
    mode,
    ...('missing' in measured ? Array<string>(columns).fill('missing') : cells(measured)),
  ])
}

function changedText({ changed, director }: Way): string {
  if (isNone(director.in) && isNone(director.out)) return 'not seen'
  return changed.length === 0 ? 'nothing' : changed.join(', ')
}

const isNone = ({ packets }: Amount): boolean => packets === 0

const bothWays = (one: readonly number[], other: readonly number[]): string =>
  [one, other].map((values) => values.join('/') || 'none').join(', ')

const octetsText = (values: readonly number[]): string =>
  values.length === 0 ? 'none' : `${values.join('/')} B`
