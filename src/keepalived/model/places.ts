import type { Given } from '../grammar/field.ts'
import type { Places } from './types.ts'

/** Where each setting of a block was given. */
export const placesOf = (given: object): Places =>
  new Map(Object.entries(given as Record<string, Given<unknown>>).map(([key, { place }]) => [key, place]))
