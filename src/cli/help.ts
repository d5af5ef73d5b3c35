type Pair = readonly [term: string, meaning: string]

/** A block of help text below the options: two aligned columns under a heading. */
export function rows(heading: string, pairs: readonly Pair[]): string {
  const width = Math.max(...pairs.map(([term]) => term.length))
  return `\n${heading}\n${pairs.map(([term, meaning]) => `  ${term.padEnd(width)}  ${meaning}`).join('\n')}`
}

/** Command lines to try, each with what it does. */
export const examples = (pairs: readonly Pair[]): string => rows('Examples:', pairs)
