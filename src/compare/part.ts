/** A part of a lab file, or a merge patch of one (RFC 7396), as data. */
export interface Part {
  readonly [key: string]: Value
}

type Value = string | number | null | Part | readonly Value[] | undefined
