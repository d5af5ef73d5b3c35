import { expect, test } from 'vitest'
import { titled } from '../../src/verdict/words.ts'

test('a role takes an article, a name with a number does not', () => {
  expect([titled('router'), titled('client', 'The'), titled('ar1', 'The')]).toEqual([
    'the router',
    'The client',
    'ar1',
  ])
})
