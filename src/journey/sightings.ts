import { NOTHING, Records } from './records.ts'
import type { Transmission } from './transmission.ts'

/** How well a frame goes with the frames of a journey. */
export const FOREIGN = 0
export const POSSIBLE = 1
/** It shares an endpoint with one of them: of two possible journeys, the likelier. */
export const KIN = 2

// One record a frame; NEXT leads to the journey's next one.
const FRAME = 0
const POINT = 1
const HEADER = 2
const SENDER = 3
const FROM = 4
const TO = 5
const NEXT = 6
const LENGTH = 8

/** What {@link Sightings.each} tells of one frame. */
export type VisitSighting = (frame: number, point: number, header: number) => void

/** The frames of all open journeys: one list a journey, known by its first and last record. */
export class Sightings {
  private readonly records: Records

  constructor(count: number) {
    this.records = new Records(LENGTH, count)
  }

  /** Returns the new record, which becomes the list's last. `last` is NOTHING for a list that begins. */
  append(last: number, frame: number, point: number, transmission: Transmission): number {
    const record = this.records.take()
    const { data } = this.records
    data[record + FRAME] = frame
    data[record + POINT] = point
    data[record + HEADER] = transmission.header
    data[record + SENDER] = transmission.sender
    data[record + FROM] = transmission.from
    data[record + TO] = transmission.to
    data[record + NEXT] = NOTHING
    if (last !== NOTHING) data[last + NEXT] = record
    return record
  }

  /**
   * Foreign to a journey are a frame that this point has seen of it already, and another transmission by a sender
   * that has sent the packet already.
   */
  fit(first: number, { header, sender, from, to }: Transmission, point: number): number {
    const { data } = this.records
    let fit = POSSIBLE
    for (let record = first; record !== NOTHING; record = data[record + NEXT] as number) {
      const sameSender = data[record + SENDER] === sender
      if (sameSender && (data[record + HEADER] !== header || data[record + POINT] === point)) return FOREIGN
      if (data[record + FROM] === from || data[record + TO] === to) fit = KIN
    }
    return fit
  }

  each(first: number, visit: VisitSighting): void {
    const { data } = this.records
    for (let record = first; record !== NOTHING; record = data[record + NEXT] as number) {
      visit(data[record + FRAME] as number, data[record + POINT] as number, data[record + HEADER] as number)
    }
  }

  /** Gives the records of a whole list back. */
  free(first: number): void {
    let record = first
    while (record !== NOTHING) {
      const next = this.records.data[record + NEXT] as number
      this.records.give(record)
      record = next
    }
  }
}
