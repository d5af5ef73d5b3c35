import type { Configured } from '../../lab/keepalived/types.ts'

/** A VRRP instance as a keepalived.conf has it. */
export type Instance = Configured['director']['instances'][number]

/**
 * Every priority that an instance may have: its own, and what the weights of tracked interfaces and scripts make of it,
 * a positive one while they are well and a negative one while they are not (keepalived.conf(5)). 1 to 254 of them
 * count, and 255 is for whoever owns the addresses.
 */
export function prioritiesOf({ priority, trackedInterfaces, trackedScripts }: Instance): number[] {
  const weights = [...trackedInterfaces, ...trackedScripts].flatMap(({ weight }) => weight ?? [])
  const sums = new Set([priority])
  for (const weight of weights) for (const sum of [...sums]) sums.add(sum + weight)
  return [...new Set([...sums].map((sum) => (priority === 255 ? 255 : Math.min(254, Math.max(1, sum)))))]
}
