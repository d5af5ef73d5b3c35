import type { Expectation } from './expectation.ts'
import type { ModeRoles } from './roles.ts'

/** One promise of a forwarding mode, for whoever plays the parts; its id lacks the mode's name. */
export type ModePromise = (roles: ModeRoles) => Omit<Expectation, 'probe'>
