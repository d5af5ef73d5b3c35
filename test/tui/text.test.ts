import { describe, expect, test } from 'vitest'
import { cut, fill, widthOf } from '../../src/tui/view/text.ts'
import { clampScroll, scrolled, windowOf } from '../../src/tui/view/window.ts'

describe('text on a terminal', () => {
  test('wide characters take two columns', () => {
    expect(widthOf('负载均衡')).toBe(8)
    expect(cut(6, '负载均衡')).toBe('负载…')
    expect(fill(6, '负载均衡')).toBe('负载… ')
  })

  test('what is cut ends in an ellipsis and is never wider', () => {
    expect(cut(5, 'director')).toBe('dire…')
    expect(cut(8, 'director')).toBe('director')
    expect(cut(0, 'director')).toBe('')
  })

  test('control sequences in it do nothing', () => {
    expect(cut(8, 'a\u001b[2Jb\u0007')).toBe('ab·')
  })

  test('characters of several code points stay whole', () => expect(cut(4, 'ab👩‍💻cd')).toBe('ab…'))
})

describe('a window on a long list', () => {
  test('has the cursor in it and is as long as there is room', () => {
    for (const cursor of [0, 1, 57, 9_998, 9_999]) {
      const { from, to } = windowOf(10_000, cursor, 20)
      expect(to - from).toBe(20)
      expect(cursor).toBeGreaterThanOrEqual(from)
      expect(cursor).toBeLessThan(to)
    }
  })

  test('is the whole of a short one', () => expect(windowOf(3, 2, 20)).toEqual({ from: 0, to: 3 }))

  test('scrolls no further than to the end', () => {
    expect(clampScroll(30, 99, 10)).toBe(20)
    expect(scrolled(['a', 'b', 'c'], 9, 2)).toEqual(['b', 'c'])
  })
})
