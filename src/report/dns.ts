import { messageText } from '../dns/text.ts'
import type { RunView } from '../events/view.ts'
import type { Journey } from '../journey/types.ts'
import { receiver, sender } from '../verdict/view.ts'
import type { Page } from './page.ts'
import { count, labelled } from './text.ts'

/** Messages that are shown: a timeline can have thousands. */
const MOST = 48

/** Every DNS message in order, in the words in which a lab expects them: `resolver:root ? . NS`. */
export function dnsLines(view: RunView, page: Page): string[] {
  const messages = view.journeys.filter(({ dns }) => dns !== undefined)
  if (messages.length === 0) return []
  const shown = page.all ? messages : messages.slice(0, MOST)
  const more = messages.length - shown.length
  return [
    '',
    page.paint('bold', 'DNS, FROM:TO ? question or FROM:TO = answer'),
    ...shown.flatMap((journey) => messageLines(view, journey, page)),
    ...(more > 0 ? [`  … ${count(more, 'message')} more …`] : []),
  ]
}

const NO_SHARED_MACS = new Set<string>()

function messageLines(view: RunView, { dns, hops }: Journey, { width }: Page): string[] {
  const owned = { names: view.names, sharedMacs: NO_SHARED_MACS }
  const [first, last] = [hops[0], hops.at(-1)]
  if (dns === undefined || first === undefined || last === undefined) return []
  return labelled(width, `  ${sender(owned, first)}:${receiver(owned, last)} `, messageText(dns))
}
