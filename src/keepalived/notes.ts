import { type Details, type Diagnostic, diagnose } from '../text/diagnostic.ts'
import type { Place } from '../text/source.ts'
import type { FindingId } from './vocabulary.ts'

/** Something wrong or doubtful in a configuration. */
export interface Finding extends Diagnostic {
  readonly id: FindingId
}

/** A statement that keepalived knows, and that no lab carries out. */
export interface Aside {
  readonly keyword: string
  readonly place: Place
  readonly reason: string
}

/** What one reading of a configuration found. Nothing is thrown, and nothing is dropped in silence. */
export class Notes {
  readonly findings: Finding[] = []
  readonly asides: Aside[] = []

  error(id: FindingId, place: Place, message: string, details: Details = {}): undefined {
    this.findings.push({ ...diagnose('error', place, message, details), id })
  }

  warn(id: FindingId, place: Place, message: string, details: Details = {}): undefined {
    this.findings.push({ ...diagnose('warning', place, message, details), id })
  }

  aside(keyword: string, place: Place, reason: string): undefined {
    this.asides.push({ keyword, place, reason })
  }
}
