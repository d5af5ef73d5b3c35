import type { Change } from '../lab/change.ts'
import type { Page } from './page.ts'
import { label } from './summary.ts'
import { labelled, listed } from './text.ts'

/**
 * Whether a fault or variant did what the lab declares, which the exit status of a single run does not tell.
 * `reasons` says why not, each in one line.
 */
export function declarationLines(change: Change, reasons: readonly string[], { width }: Page): string[] {
  if (reasons.length > 0)
    return ['not as declared:', ...reasons.flatMap((reason) => labelled(width, '  ', reason))]
  return labelled(width, label('declared'), `${promiseOf(change)}, and did`)
}

function promiseOf({ name, declares }: Change): string {
  if (!declares) return `${name} is to leave every promise kept`
  const { fails, because, nodes } = declares
  return `${name} is to break ${listed(fails)}, for ${because} on ${listed(nodes)}`
}
