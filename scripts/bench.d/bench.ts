/** One benchmark: what `npm run bench -- NAME` runs. */
export interface Bench {
  readonly name: string
  /** What is measured, in one line. */
  readonly title: string
  /** How often everything is measured where the user does not say. */
  readonly rounds: number
  readonly run: (context: Context) => Promise<Report>
}

export interface Context {
  readonly rounds: number
  /** Tells what is being measured right now. */
  readonly progress: (text: string) => void
}

export interface Report {
  readonly lines: readonly Line[]
  /** What a reader has to know in order to judge the figures. */
  readonly notes: readonly string[]
}

/** One comparison. All values are medians; the ratio is the median of the ratios of each round. */
export interface Line {
  /** What is measured against what: `lvslab / ip -batch`. */
  readonly what: string
  readonly unit: Unit
  readonly ours: number
  readonly other?: number
  readonly ratio?: number
  /** What the ratio must keep, or the value where there is no ratio; a line without is for information. */
  readonly target?: Target
  /** Why it could not be measured; never a pass. */
  readonly missing?: string
}

export type Unit = 's' | 'ms' | 'frames/s' | 'MiB' | 'count'

export type Target = { readonly atMost: number } | { readonly atLeast: number }

/** Why virtual time could not be measured. */
export const NO_BUILT_KERNEL = 'there is no built kernel: lvslab kernel build'

export type Status = 'PASS' | 'MISS' | ''

export function statusOf({ target, ratio, ours, missing }: Line): Status {
  if (missing !== undefined) return 'MISS'
  if (target === undefined) return ''
  const value = ratio ?? ours
  return ('atMost' in target ? value <= target.atMost : value >= target.atLeast) ? 'PASS' : 'MISS'
}
