import { expect, test } from 'vitest'
import type { RunStarted } from '../../src/events/types.ts'
import { kernelLines } from '../../src/report/summary.ts'

const page = { width: 80, paint: (_: unknown, text: string) => text, all: false }
const started = (kernel: 'uml' | 'host', kernelReason: string) => ({ kernel, kernelReason }) as RunStarted

test.each([
  [[undefined], []],
  [[started('uml', 'asked for'), started('uml', 'asked for')], ['kernel     uml: asked for']],
  [
    [started('uml', 'no ip_vs'), started('host', 'it has all'), started('uml', 'no ipip')],
    ['kernel     uml: no ip_vs; 1 other reason in other runs', 'kernel     host: it has all'],
  ],
])('kernels of runs, %#', (starts, lines) => expect(kernelLines(starts, page)).toEqual(lines))
