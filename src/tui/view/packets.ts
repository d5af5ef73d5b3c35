import type { Paint } from '../../report/paint.ts'
import type { RunScreen, Size } from '../model/types.ts'
import { detailLines } from '../packets/detail.ts'
import { groupsOf } from '../packets/groups.ts'
import { ladderLines } from '../packets/ladder.ts'
import { ladderRows } from '../packets/rows.ts'
import { SPEEDS } from '../packets/speeds.ts'
import { type Body, columnsOf, insideOf, rowsOf, type Tabs } from './layout.ts'
import { positionText } from './window.ts'

/** From here on the frame stands beside the ladder, in columns for sixteen octets and their characters. */
const WIDE = 150
const DETAIL = 78

/** The ladder with the frame of the chosen hop: beside it on a wide terminal, else below it. */
export function packetsBody(screen: RunScreen, size: Size, title: Tabs, paint: Paint): Body {
  const wide = size.columns >= WIDE
  const [ladder, detail] = wide
    ? columnsOf(size, 1 - DETAIL / size.columns)
    : rowsOf(size, Math.floor(size.rows * 0.48))
  const { packets, view } = screen
  const groups = groupsOf(view)
  const count = ladderRows(view, packets.group).length
  return {
    split: wide ? 'columns' : 'rows',
    parts: [
      {
        title,
        note: `${playText(screen)}${positionText(packets.row, count)}`,
        focused: packets.part === 'ladder',
        size: ladder,
        lines: ladderLines(screen, insideOf(ladder), paint),
      },
      {
        title: groups[packets.group]?.title ?? '',
        note: `group ${packets.group + 1}/${groups.length}`,
        focused: packets.part === 'fields',
        size: detail,
        lines: detailLines(screen, insideOf(detail), paint),
      },
    ],
  }
}

/** `playing 2/s  `: whether it plays, and how fast. */
function playText({ packets }: RunScreen): string {
  return `${packets.playing ? 'playing' : 'paused'} ${SPEEDS[packets.speed]}/s  `
}
