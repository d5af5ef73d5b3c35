import type { Paint } from '../../report/paint.ts'
import type { Model } from '../model/types.ts'
import type { Hint, Pane, ScreenView } from './layout.ts'
import { tabs } from './tabs.ts'
import { cut, widthOf } from './text.ts'

/** First line of the screen: where the user is, and how it stands. */
export function headLine({ path, status = '' }: ScreenView, width: number, paint: Paint): string {
  const place = ['lvslab', ...path].join(' › ')
  const right = cut(Math.max(0, width - widthOf(place) - 4), status)
  const gap = ' '.repeat(Math.max(1, width - widthOf(place) - widthOf(right) - 2))
  return paint(['bold', 'inverse'], cut(width, ` ${place}${gap}${right} `))
}

/** Last line: what is to be said, or the most important keys. */
export function footLine(
  { hints }: ScreenView,
  { notice, size, help, screens }: Model,
  paint: Paint,
): string {
  if (notice !== undefined) return paint('bold', cut(size.columns, ` ${notice}`))
  const always: readonly Hint[] = help
    ? []
    : [
        ['?', 'help'],
        ['q', screens.length > 1 ? 'back' : 'quit'],
      ]
  return hintsLine(hints, always, size.columns, paint)
}

/** As many keys as fit; help is always among them. */
function hintsLine(hints: readonly Hint[], always: readonly Hint[], width: number, paint: Paint): string {
  const room = ([key, what]: Hint) => widthOf(key) + widthOf(what) + 4
  let left = width - always.reduce((sum, hint) => sum + room(hint), 0)
  const shown = hints.filter((hint) => {
    const fits = left >= room(hint)
    if (fits) left -= room(hint)
    return fits
  })
  return [...shown, ...always].map(([key, what]) => ` ${paint('bold', key)} ${paint('dim', what)} `).join(' ')
}

/** A pane's own first line: its title, a rule, and a note at the right. */
export function titleLine({ title, note = '', focused, size }: Pane, paint: Paint): string {
  const shown =
    typeof title === 'string'
      ? paint(focused ? ['bold', 'underline'] : 'bold', cut(size.columns - 4, title))
      : tabs(title, paint)
  const end = note === '' ? '' : ` ${cut(size.columns - 2, note)}`
  const rule = '─'.repeat(Math.max(0, size.columns - widthOf(shown) - widthOf(end) - 1))
  return `${shown} ${paint('dim', `${rule}${end}`)}`
}
