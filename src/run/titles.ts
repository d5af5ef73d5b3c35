/** Titles of the steps around those of the plan, in order. */
export const TITLES = {
  kernel: 'kernel',
  watch: 'captures live',
  before: 'state before',
  release: 'unfinished probes',
  observe: 'kernel state',
  drain: 'captures read out',
  judge: 'verdicts',
} as const
