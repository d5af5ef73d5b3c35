/** Which rows of a list are shown, `from` included, `to` excluded. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** The rows around the cursor that fit: only these are ever made, however long the list is. */
export function windowOf(count: number, cursor: number, height: number): Window {
  const highest = Math.max(0, count - height)
  const from = Math.max(0, Math.min(highest, cursor - Math.floor(height / 2)))
  return { from, to: Math.min(count, from + height) }
}

/** The rows of a text that has been scrolled by `scroll` lines, as far as that goes. */
export function scrolled(lines: readonly string[], scroll: number, height: number): readonly string[] {
  const from = clampScroll(lines.length, scroll, height)
  return lines.slice(from, from + height)
}

/** A scroll position that leaves no empty room below the text. */
export const clampScroll = (count: number, scroll: number, height: number): number =>
  Math.max(0, Math.min(scroll, count - height))

/** `12/300`; empty for a list of none. */
export const positionText = (cursor: number, count: number): string =>
  count === 0 ? '' : `${cursor + 1}/${count}`

/** How much of a text is above, `40 %`; empty where all of it is seen. */
export function scrollText(count: number, scroll: number, height: number): string {
  if (count <= height) return ''
  return `${Math.round((clampScroll(count, scroll, height) / (count - height)) * 100)} %`
}
