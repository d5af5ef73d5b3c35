import type { ModeName, PromiseName } from '../lab/vocabulary.ts'
import type { Expectation } from './expectation.ts'
import type { ModeRoles } from './roles.ts'

/** One promise of a forwarding mode, for whoever plays the parts; its id is the lab's to give. */
export type ModePromise = (roles: ModeRoles) => Omit<Expectation, 'id' | 'probe' | 'roles'>

/** Promises by name; the vocabulary of labs says in which order. */
export type ModePromises = Readonly<Partial<Record<PromiseName, ModePromise>>>

/** Everything that a mode promises, and nothing else. */
export type PromisesOf<Mode extends ModeName> = Readonly<Record<PromiseName<Mode>, ModePromise>>
