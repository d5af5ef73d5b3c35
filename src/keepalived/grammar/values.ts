import type { Notes } from '../notes.ts'
import type { Statement } from '../syntax/statements.ts'
import type { Field } from './field.ts'

/** A finding about a value: what keepalived wants there. It goes on without the line. */
function refused({ keyword, words }: Statement, wanted: string, notes: Notes): undefined {
  const [word] = words
  const given = word ? `"${word.text}" is not ${wanted}` : `"${keyword.text}" wants ${wanted}`
  return notes.error('value', word?.place ?? keyword.place, given, {
    remedy: 'keepalived goes on without this line.',
  })
}

const one = <T>(wanted: string, read: (text: string) => T | undefined): Field<T> => ({
  read: (statement, notes) => {
    const [word] = statement.words
    return (word && read(word.text)) ?? refused(statement, wanted, notes)
  },
})

export const word = (wanted = 'a word'): Field<string> => one(wanted, (text) => text)

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number): Field<number> =>
  one(`a whole number from ${least} to ${most}`, (text) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
  )

/** Seconds, with fractions. */
export const seconds = (least = 0, most = 4294): Field<number> =>
  one(`a number of seconds from ${least} to ${most}`, (text) =>
    /^\d+(\.\d*)?$|^\.\d+$/.test(text) && Number(text) >= least && Number(text) <= most
      ? Number(text)
      : undefined,
  )

/** One of the words that keepalived compares with. */
export const oneOf = <const T extends string>(...words: readonly T[]): Field<T> => ({
  read: (statement, notes) => {
    const [given] = statement.words
    const known = words.find((each) => each === given?.text)
    return known ?? refused(statement, `one of ${words.join(', ')}`, notes)
  },
})

const TRUE = ['on', 'true', 'yes']
const FALSE = ['off', 'false', 'no']

/** A keyword that is enough by itself, or has a boolean behind it. */
export const flag = (): Field<boolean> => ({
  read: (statement, notes) => {
    const text = statement.words[0]?.text
    if (text === undefined || TRUE.includes(text)) return true
    return FALSE.includes(text) ? false : refused(statement, 'on or off, true or false, yes or no', notes)
  },
})

/** What stands behind the keyword, as one text. */
export const text = (): Field<string> => ({
  read: (statement, notes) => (statement.rest === '' ? refused(statement, 'a text', notes) : statement.rest),
})

/** What stands behind the keyword, if anything does. */
export const optionalText = (): Field<string> => ({ read: ({ rest }) => rest })
