/** IPv4 addresses in a row that are told as one: two of them are shorter as they are. */
const LEAST = 3

/**
 * Words in which IPv4 addresses that follow each other are one: `203.0.113.1-6`. `data` in order of the addresses'
 * numbers; all else stays as it is.
 */
export function withRanges(data: readonly string[]): string[] {
  const runs: string[][] = []
  for (const word of data) {
    const run = runs.at(-1)
    if (run !== undefined && follows(run.at(-1) ?? '', word)) run.push(word)
    else runs.push([word])
  }
  return runs.flatMap((run) => (run.length < LEAST ? run : [`${run[0]}-${lastNumber(run.at(-1) ?? '')}`]))
}

/** The addresses of a range; any other word is itself. */
export function outOfRange(word: string): string[] {
  const [, network, from, to] = /^((?:\d{1,3}\.){3})(\d{1,3})-(\d{1,3})$/.exec(word) ?? []
  if (network === undefined || Number(to) < Number(from)) return [word]
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, index) => `${network}${Number(from) + index}`,
  )
}

const IPV4 = /^(\d{1,3}\.){3}\d{1,3}$/

const lastNumber = (address: string): number => Number(address.slice(address.lastIndexOf('.') + 1))
const network = (address: string): string => address.slice(0, address.lastIndexOf('.'))

function follows(one: string, other: string): boolean {
  return (
    IPV4.test(one) &&
    IPV4.test(other) &&
    network(one) === network(other) &&
    lastNumber(other) === lastNumber(one) + 1
  )
}
