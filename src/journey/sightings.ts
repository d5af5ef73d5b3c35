import { NOTHING, Pool } from './pool.ts'
import type { Transmission } from './transmission.ts'

/** How well a frame goes with the frames of a journey. */
export const FOREIGN = 0
export const POSSIBLE = 1
/** It shares an endpoint with one of them: of two possible journeys, the likelier. */
export const KIN = 2

/** What {@link Sightings.each} tells of one frame. */
export type VisitSighting = (frame: number, point: number, header: number) => void

/** The frames of all open journeys: one list a journey, known by its first and last row. */
export class Sightings {
  private readonly pool: Pool<'frame' | 'point' | 'header' | 'sender' | 'from' | 'to' | 'next'>

  constructor(rows: number) {
    this.pool = new Pool(['frame', 'point', 'header', 'sender', 'from', 'to', 'next'], rows)
  }

  /** Returns the new row, which becomes the list's last. `last` is NOTHING for a list that begins. */
  append(last: number, frame: number, point: number, transmission: Transmission): number {
    const row = this.pool.take()
    const { columns } = this.pool
    columns.frame[row] = frame
    columns.point[row] = point
    columns.header[row] = transmission.header
    columns.sender[row] = transmission.sender
    columns.from[row] = transmission.from
    columns.to[row] = transmission.to
    columns.next[row] = NOTHING
    if (last !== NOTHING) columns.next[last] = row
    return row
  }

  /**
   * Foreign to a journey are a frame that this point has seen of it already, and another transmission by a sender
   * that has sent the packet already.
   */
  fit(first: number, transmission: Transmission, at: number): number {
    const { sender, header, point, from, to, next } = this.pool.columns
    let fit = POSSIBLE
    for (let row = first; row !== NOTHING; row = next[row] as number) {
      const sameSender = sender[row] === transmission.sender
      if (sameSender && (header[row] !== transmission.header || point[row] === at)) return FOREIGN
      if (from[row] === transmission.from || to[row] === transmission.to) fit = KIN
    }
    return fit
  }

  each(first: number, visit: VisitSighting): void {
    const { frame, point, header, next } = this.pool.columns
    for (let row = first; row !== NOTHING; row = next[row] as number) {
      visit(frame[row] as number, point[row] as number, header[row] as number)
    }
  }

  /** Gives the rows of a whole list back. */
  free(first: number): void {
    const { next } = this.pool.columns
    for (let row = first; row !== NOTHING; row = next[row] as number) this.pool.give(row)
  }
}
