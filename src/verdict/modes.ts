import type { ModeExpectation } from '../lab/types.ts'
import { dr } from './dr/index.ts'
import type { ModePromise } from './mode.ts'

/** What each forwarding mode promises. A new mode is a new line here, and a folder like `dr/`. */
export const MODES: Readonly<Record<ModeExpectation['mode'], readonly ModePromise[]>> = { dr }
