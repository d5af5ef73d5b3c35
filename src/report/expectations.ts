import type { Lab } from '../lab/types.ts'
import type { Page } from './page.ts'
import { count, labelled } from './text.ts'

/** The part of an expectation that can be told before anything ran. */
export interface Promised {
  readonly id: string
  readonly title: string
  readonly expected: string
}

/** Every expectation of a lab: its id, the promise in one line, and what would keep it. */
export function expectationLines(
  lab: Lab,
  expectations: readonly Promised[],
  { width, paint }: Page,
): string[] {
  const heading = labelled(width, `${lab.name}: `, lab.title).map((line) => paint('bold', line))
  const change = lab.change
    ? labelled(width, `${lab.change.kind} ${lab.change.name}: `, lab.change.title)
    : []
  const lines = expectations.flatMap(({ id, title, expected }) => [
    '',
    paint('cyan', id),
    ...labelled(width, '  promise   ', title),
    ...labelled(width, '  expected  ', expected),
  ])
  return [...heading, ...change, ...lines, '', count(expectations.length, 'expectation')]
}
