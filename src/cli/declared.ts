import type { Change } from '../lab/index.ts'
import { declarationLines } from '../report/declaration.ts'
import type { Page } from '../report/page.ts'
import type { Reporter } from '../report/reporter.ts'
import { compareWithDeclaration } from '../verdict/declaration.ts'
import type { Verdict } from '../verdict/types.ts'
import { print } from './output.ts'

/** Tells at the end of a run with a fault or variant whether it did what the lab declares. */
export function declarationReporter(change: Change, page: Page): Reporter {
  let verdicts: readonly Verdict[] | undefined
  const handle: Reporter['handle'] = (event) => {
    if (event.type === 'judged') verdicts = event.verdicts
    if (event.type !== 'run-ended' || !verdicts) return
    const compared = compareWithDeclaration(change, verdicts)
    print(declarationLines(change, compared.ok ? [] : compared.reasons, page).join('\n'))
  }
  return { handle }
}
