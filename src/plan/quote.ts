/** One word for sh(1): bare where it is harmless, in single quotes otherwise. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * Lines for a tool that reads commands from standard input and splits them at blanks. Words come from a
 * validated Lab; one that could be read as two, or as a comment or an option list of its own, is a bug.
 */
export function batchText(lines: readonly (readonly string[])[]): string {
  return lines.map((words) => words.map(assertPlain).join(' ')).join('\n')
}

function assertPlain(word: string): string {
  if (!/^[\w@%+=:,./{}[\]-]+$/.test(word)) throw new Error(`not a plain word: ${JSON.stringify(word)}`)
  return word
}
