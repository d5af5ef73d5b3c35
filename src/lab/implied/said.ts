import { type Diagnostic, diagnose } from '../../text/diagnostic.ts'
import type { Place } from '../../text/source.ts'

/** Something that the lab does otherwise than the configuration says, or adds to it. */
export interface Note {
  readonly text: string
  readonly place?: Place
}

/** What is told of a lab while it is worked out: notes, and what makes it impossible. */
export class Said {
  readonly notes: Note[] = []
  readonly errors: Diagnostic[] = []

  note(text: string, place?: Place): void {
    if (!this.notes.some((one) => one.text === text && one.place?.start === place?.start))
      this.notes.push({ text, ...(place ? { place } : {}) })
  }

  /** The first reason at a place is enough. */
  refuse(place: Place, message: string, remedy?: string): undefined {
    if (!this.errors.some((one) => one.place?.start === place.start && one.place.source === place.source))
      this.errors.push(diagnose('error', place, message, remedy === undefined ? {} : { remedy }))
  }
}
