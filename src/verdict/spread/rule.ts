import type { SpreadExpectation } from '../../lab/expectations/types.ts'
import type { Deal } from './deals.ts'

/** What a scheduler promises, and how packets show that it keeps it. */
export interface Rule {
  /** What is expected, in one line. */
  readonly promise: (spec: SpreadExpectation) => string
  readonly judge: (spec: SpreadExpectation, deals: readonly Deal[]) => Judgement
}

/** Kept; broken, by which deal and how; or why these requests do not tell. */
export type Judgement =
  | { readonly kind: 'kept'; readonly text?: string }
  | { readonly kind: 'broken'; readonly text?: string; readonly deal?: Deal }
  | { readonly kind: 'open'; readonly text: string }

export const kept = (text?: string): Judgement => ({ kind: 'kept', ...(text && { text }) })

export const open = (text: string): Judgement => ({ kind: 'open', text })

export const broken = (text?: string, deal?: Deal): Judgement => ({
  kind: 'broken',
  ...(text && { text }),
  ...(deal && { deal }),
})
