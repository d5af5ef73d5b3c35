import type { ModeExpectation } from '../../lab/types.ts'
import type { ModePromise } from '../mode.ts'
import { dr } from './dr.ts'

/** What each forwarding mode promises. A new mode is a new line here, and a file beside it. */
export const MODES: Readonly<Record<ModeExpectation['mode'], readonly ModePromise[]>> = { dr }
