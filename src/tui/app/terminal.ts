/** A terminal that was given away, as another program's. */
export interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

/** Leaves the terminal to `use`, then takes it back and draws everything anew. Gives what `use` gives. */
export type GiveTerminal = <Value>(use: (terminal: Terminal) => Promise<Value>) => Promise<Value>
