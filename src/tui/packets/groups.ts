import type { RunView } from '../../events/view.ts'
import { named } from '../../journey/notation.ts'
import type { Journey } from '../../journey/types.ts'
import { exchangeTitle } from '../../report/journeys.ts'
import { type Group, ladderOf } from '../../report/ladder.ts'
import { memo } from '../model/memo.ts'

/** Packets that are looked at together. */
export interface PacketGroup {
  readonly title: string
  readonly journeys: readonly Journey[]
}

/** All packets of a run, then those of each conversation, each question for an address, and each lone packet. */
export const groupsOf: (view: RunView) => readonly PacketGroup[] = memo((view) => {
  const { exchanges, neighbours, others } = ladderOf(view, true)
  const all = { title: 'All packets in order of time', journeys: view.journeys }
  return [all, ...[...exchanges, ...neighbours, ...others].map(({ shown }) => packetGroup(view, shown))]
})

function packetGroup(view: RunView, { exchange, journeys }: Group): PacketGroup {
  const title = exchange ? exchangeTitle(view, exchange) : named(journeys[0]?.summary ?? '', view.names)
  return { title, journeys }
}
