import { type ShownCase, suiteOutcome } from '../suite.ts'
import { count } from '../text.ts'
import type { Account, Tested } from './tested.ts'

/** Every run of a suite, held against what its lab declares; an interruption leaves out some of `all`. */
export function suiteAccount(
  cases: readonly ShownCase[],
  { all, milliseconds, out }: { readonly all: number; readonly milliseconds: number; readonly out: string },
): Account {
  const good = cases.filter(({ outcome }) => outcome === 'pass').length
  return {
    ...{ milliseconds, out, outcome: suiteOutcome(cases, all) },
    title: `${good} of ${count(all, 'run')} did as declared`,
    tested: cases.map(testedCase),
  }
}

function testedCase({ lab, name, view, outcome, reasons }: ShownCase): Tested {
  return {
    ...{ group: lab.name, name, outcome, reasons, file: lab.file },
    title: lab.change?.title ?? lab.title,
    milliseconds: view.end?.milliseconds ?? 0,
    key: lab.change?.name ?? 'title',
  }
}
