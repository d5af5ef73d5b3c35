export { type Asked, type Examination, type Examined, examine } from './examine.ts'
export type * from './model/types.ts'
export type { Aside, Finding } from './notes.ts'
export { FINDINGS, type FindingId, SILENT } from './vocabulary.ts'
