/** What this machine lacks, in a sentence, with the one command that helps where there is one. */
export class Unsupported extends Error {
  readonly remedy: string | undefined

  constructor(message: string, remedy?: string) {
    super(message)
    this.remedy = remedy
  }
}
