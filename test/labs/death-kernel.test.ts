import { expectBrokenRun } from './support/broken-run.ts'
import { KERNEL, kernelOf, testKilling } from './support/killing.ts'
import type { Trace } from './support/traces.ts'

testKilling('the kernel', 10, {
  args: ['run', 'dr', '--kernel', 'uml'],
  victim: kernelOf,
  expectEnd: (end) => expectBrokenRun(end, 'User-Mode Linux'),
})

testKilling('what contains the kernel', 6, {
  args: ['run', 'dr', '--kernel', 'uml'],
  victim: containerOf,
  expectEnd: (end) => expectBrokenRun(end, 'User-Mode Linux'),
})

/** The front-end's child that starts the kernel; before it there is one that tries whether namespaces can be made. */
function containerOf(traces: readonly Trace[], frontEnd: number): number | undefined {
  return traces.find(({ parent, command }) => parent === frontEnd && KERNEL.test(command))?.pid
}
