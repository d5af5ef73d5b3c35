/** Something that was asked for, or why it cannot be had, in one line. */
export type Got<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string }
