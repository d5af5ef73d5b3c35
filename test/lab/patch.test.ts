import { describe, expect, test } from 'vitest'
import { mergeMaps } from '../../src/lab/text/patch.ts'
import { type MapTree, plain } from '../../src/lab/text/tree.ts'
import { readYaml } from '../../src/lab/text/yaml.ts'

function tree(value: unknown): MapTree {
  return readYaml({ path: 'test', text: JSON.stringify(value) }).tree ?? expect.fail('not a map')
}

/** The examples of RFC 7396, appendix A, whose target and patch are objects. */
const EXAMPLES = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{ a: 'foo' }, { b: { c: 'd' } }, { a: 'foo', b: { c: 'd' } }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
] as const

describe('merge patch', () => {
  test.each(EXAMPLES)('%j with %j is %j', (target, patch, result) => {
    expect(plain(mergeMaps(tree(target), tree(patch), []))).toEqual(result)
  })

  test('removing what is not there is a mistake', () => {
    const errors: { message: string; suggestion?: string }[] = []
    mergeMaps(tree({ arp_ignore: 1 }), tree({ arp_ingore: null }), errors as never)
    expect(errors).toMatchObject([{ suggestion: 'arp_ignore' }])
  })
})
