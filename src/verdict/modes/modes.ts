import type { ModeName } from '../../lab/vocabulary.ts'
import type { PromisesOf } from '../mode.ts'
import { dr } from './dr.ts'
import { fullnat } from './fullnat.ts'
import { nat } from './nat.ts'
import { proxy } from './proxy.ts'
import { tun } from './tun.ts'

/** What each forwarding mode promises. A new mode is a new line here, and a file beside it. */
export const MODES: { readonly [Mode in ModeName]: PromisesOf<Mode> } = { dr, nat, tun, fullnat, proxy }
