/** Samples of each contestant, one a round, in order. */
export type Samples<Name extends string> = Record<Name, number[]>

/**
 * Measures contestants in turn: A B C, C B A, A B C, … so that what else the machine does, and what slowly
 * changes, hits all of them alike. Each returns its own measure.
 */
export async function alternate<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  progress: (text: string) => void,
): Promise<Samples<Name>> {
  const names = Object.keys(contestants) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Samples<Name>
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed()
    for (const name of order) {
      progress(`round ${round + 1} of ${rounds}: ${name}`)
      samples[name].push(await contestants[name]())
    }
  }
  return samples
}

/** Of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}

/** Median of the ratios round by round: noise that lasts for a round cancels out. */
export function ratioOf(ours: readonly number[], other: readonly number[]): number {
  return median(ours.map((value, round) => value / (other[round] ?? Number.NaN)))
}

/** The medians and the ratio of two contestants. */
export function compared(ours: readonly number[], other: readonly number[]) {
  return { ours: median(ours), other: median(other), ratio: ratioOf(ours, other) }
}

/** Seconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
