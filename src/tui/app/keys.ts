import type { Key } from 'ink'

const NAMED: readonly (readonly [flag: keyof Key, name: string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
]

/** The names of the keys that came in one piece of input: fast typing brings several characters at once. */
export function keysOf(input: string, key: Key): string[] {
  if (key.tab) return [key.shift ? 'backtab' : 'tab']
  const named = NAMED.find(([flag]) => key[flag])
  if (named) return [named[1]]
  if (key.ctrl) return [`ctrl-${input}`]
  return key.meta ? [] : [...input].map((character) => CONTROLS[character] ?? character)
}

/** Keys without a sequence of their own, where they come along with others. */
const CONTROLS: Readonly<Record<string, string>> = {
  ...{
    '\r': 'enter',
    '\n': 'enter',
    '\t': 'tab',
    '\u001b': 'escape',
    '\u007f': 'backspace',
    '\b': 'backspace',
  },
  '\u0003': 'ctrl-c',
}
