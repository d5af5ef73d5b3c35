import type { CallError } from '../protocol/messages.ts'

/** A call that cannot be carried out for a reason that the user can act on; becomes the call's error. */
export class Failure extends Error {
  readonly detail: string | undefined

  constructor(message: string, detail?: string) {
    super(message)
    this.detail = detail
  }

  toCallError(): CallError {
    return { message: this.message, ...(this.detail === undefined ? {} : { detail: this.detail }) }
  }
}

/** The end of a log or of standard error: what a person would look at first. */
export function lastLines(text: string, count = 20): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
