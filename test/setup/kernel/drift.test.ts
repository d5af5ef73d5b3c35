import { expect, test } from 'vitest'
import { drifted } from '../../../scripts/setup/kernel/compile.ts'

const FRAGMENT = '# Words.\nCONFIG_A=y\nCONFIG_TEXT="a b"\n# CONFIG_OFF is not set\n'

test.each([
  ['all of it', '#\nCONFIG_A=y\nCONFIG_TEXT="a b"\n# CONFIG_OFF is not set\nCONFIG_MORE=y\n', []],
  ['what is off is not mentioned', '#\nCONFIG_A=y\nCONFIG_TEXT="a b"\n', []],
  ['one is gone', '#\nCONFIG_TEXT="a b"\n', ['CONFIG_A=y']],
  ['one became a module', '#\nCONFIG_A=m\nCONFIG_TEXT="a b"\n', ['CONFIG_A=y']],
  ['another value', '#\nCONFIG_A=y\nCONFIG_TEXT="c"\n', ['CONFIG_TEXT="a b"']],
  [
    'what is off was selected',
    '#\nCONFIG_A=y\nCONFIG_TEXT="a b"\nCONFIG_OFF=y\n',
    ['# CONFIG_OFF is not set'],
  ],
])('%s', (_, configuration, lost) => expect(drifted(FRAGMENT, configuration)).toEqual(lost))
