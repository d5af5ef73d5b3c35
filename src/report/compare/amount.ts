import type { Amount } from '../../compare/measure.ts'

const figures = new Intl.NumberFormat('en-US')

/** `44 / 3,051`, frames and octets. */
export const amountText = ({ packets, octets }: Amount): string =>
  packets === 0 ? 'none' : `${figures.format(packets)} / ${figures.format(octets)}`

const UNITS = ['B', 'kB', 'MB', 'GB']

/** Octets in three digits: `999 B`, `12.3 kB`, `1 MB`. */
export function sizeText(octets: number): string {
  const rounded = Number(octets.toPrecision(3))
  const power = UNITS.findLastIndex((_, power) => rounded >= 1000 ** power)
  const unit = Math.max(power, 0)
  return `${Number((rounded / 1000 ** unit).toPrecision(3))} ${UNITS[unit]}`
}
