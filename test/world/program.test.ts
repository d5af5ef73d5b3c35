import { expect, test } from 'vitest'
import { withPath } from '../../src/world/program.ts'

test('a program is named by its path, with its arguments as they are', () => {
  const [path = '', ...rest] = withPath(['sh', '-c', 'true'])
  expect(path).toMatch(/^\/.*\/sh$/)
  expect(rest).toEqual(['-c', 'true'])
})

test('what is not found, or has a path already, is left as it is', () => {
  expect(withPath(['no-such-program', '-x'])).toEqual(['no-such-program', '-x'])
  expect(withPath(['/no/such/program'])).toEqual(['/no/such/program'])
})
