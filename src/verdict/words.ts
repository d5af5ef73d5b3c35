/** `rs1`, `rs1 and rs2`, `rs1, rs2 and rs3`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`
}

/** `1 request`, `4 requests`, `2 MAC addresses`. */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : plural(noun)}`
}

export function plural(noun: string): string {
  return noun.endsWith('s') ? `${noun}es` : `${noun}s`
}

/** `the router`; but `ar1`: a word with a number is the name of one, and takes no article. */
export const titled = (name: string, article = 'the'): string =>
  /\d$/.test(name) ? name : `${article} ${name}`

/** Each distinct text with how often it occurs, in order of first occurrence. */
export function tally(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** `rs1 2, rs2 1` */
export function tallyText(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([text, times]) => `${text} ${times}`).join(', ')
}

/** `frame 3`, `frames 3 and 4`, `frames 3, 4, 5 and 12 more`. */
export function frameText(frames: readonly number[]): string {
  const distinct = [...new Set(frames)].toSorted((a, b) => a - b)
  const shown = distinct.slice(0, 3).map(String)
  const more = distinct.length > shown.length ? [`${distinct.length - shown.length} more`] : []
  return `${distinct.length === 1 ? 'frame' : 'frames'} ${listed([...shown, ...more])}`
}

/** What was thrown, in its own words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
