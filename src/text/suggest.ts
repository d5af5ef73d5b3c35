import { distance } from 'fastest-levenshtein'

/** Longer than any word of ours, and long enough to make comparing slow. */
const LONGEST_WORD = 100

/**
 * The known word nearest to what was written, if it is near enough to have been meant: at most a third of its
 * letters differ.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const d = isNearly(word, candidate) ? 1 : distance(word, candidate)
    if (d > 0 && d < least) {
      best = candidate
      least = d
    }
  }
  return best
}

/** Typed the beginning only, or the right letters in another order. */
function isNearly(word: string, candidate: string): boolean {
  if (word.length < 3 || word === candidate) return false
  return candidate.startsWith(word) || sortLetters(candidate) === sortLetters(word)
}

function sortLetters(word: string): string {
  return [...word].toSorted().join('')
}
