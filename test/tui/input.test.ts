import type { Key } from 'ink'
import { expect, test } from 'vitest'
import { keysOf } from '../../src/tui/app/keys.ts'

const NONE: Key = {
  ...{
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
  },
  ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false },
  ...{
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  },
}

test.each([
  ['a character', 'x', {}, ['x']],
  ['several that were typed fast', 'a \tb\r', {}, ['a', ' ', 'tab', 'b', 'enter']],
  ['an arrow', '', { upArrow: true }, ['up']],
  ['tab backwards', '', { tab: true, shift: true }, ['backtab']],
  ['control and a letter', 'c', { ctrl: true }, ['ctrl-c']],
  ['a wide character', '负', {}, ['负']],
  ['alt and a letter, which means nothing here', 'x', { meta: true }, []],
] as const)('%s', (_what, input, key, keys) => expect(keysOf(input, { ...NONE, ...key })).toEqual(keys))
