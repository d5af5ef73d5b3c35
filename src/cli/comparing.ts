import { compared, type Found } from '../compare/comparison.ts'
import { comparedLab, growingLab } from '../compare/definition.ts'
import { foundIn, grownIn, type Run } from '../compare/found.ts'
import { type Grown, growingStages, grown, type Range } from '../compare/growth.ts'
import type { Mode } from '../compare/modes.ts'
import { type Account, comparisonAccount, growthAccount } from '../report/compare/account.ts'

/** What to run for each mode, what to take from each run, and what all of that comes to. */
export interface Comparing {
  readonly labOf: (mode: Mode) => string
  readonly take: (run: Run) => void
  readonly account: () => Account
}

export interface Wish {
  readonly servers: Range
  /** Octets. */
  readonly response: Range
  readonly request: number
}

/** With one number of servers and one size the modes are compared; with a range, how the load grows. */
export function comparing(wish: Wish): Comparing {
  return isRange(wish.servers) || isRange(wish.response) ? growing(wish) : sideBySide(wish)
}

const isRange = ({ from, to }: Range): boolean => from < to

function sideBySide({ servers, response, request }: Wish): Comparing {
  const stage = { servers: servers.from, request, response: response.from }
  const found: Found[] = []
  return {
    labOf: (mode) => comparedLab(mode, stage),
    take: (run) => found.push(...foundIn(run)),
    account: () => comparisonAccount(compared(stage, found)),
  }
}

function growing({ servers, response, request }: Wish): Comparing {
  const stages = growingStages(servers, response, request)
  const found: Grown[] = []
  return {
    labOf: (mode) => growingLab(mode, stages),
    take: (run) => found.push(...grownIn(run, stages)),
    account: () => growthAccount(grown(servers, response, found)),
  }
}
