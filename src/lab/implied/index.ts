export { implyLab } from './imply.ts'
export type { Note } from './said.ts'
export { noteText } from './text.ts'
export type { Implied, Part, Wishes } from './types.ts'
