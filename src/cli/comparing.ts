import { compared, type Found } from '../compare/comparison.ts'
import { comparedFiles, comparedLab, growingLab } from '../compare/definition.ts'
import { foundIn, grownIn, type Run } from '../compare/found.ts'
import { type Grown, growingStages, grown, type Range } from '../compare/growth.ts'
import { type Contender, MODES, type Mode } from '../compare/modes.ts'
import { PROXY_NAMES } from '../compare/proxies/proxies.ts'
import { type Account, comparisonAccount, growthAccount } from '../report/compare/account.ts'

/** What to run for each mode, what to take from each run, and what all of that comes to. */
export interface Comparing {
  readonly contenders: readonly Contender[]
  /** A lab, and what lies beside it by its path from there. */
  readonly labOf: (contender: Contender) => string
  readonly filesOf: (contender: Contender) => Readonly<Record<string, string>>
  readonly take: (run: Run) => void
  readonly account: () => Account
}

export interface Wish {
  readonly servers: Range
  /** Octets. */
  readonly response: Range
  readonly request: number
  /** Whether proxies are compared with the modes; of one number of servers and one size. */
  readonly withProxies?: true
}

/** With one number of servers and one size the modes are compared; with a range, how the load grows. */
export function comparing(wish: Wish): Comparing {
  return isRange(wish.servers) || isRange(wish.response) ? growing(wish) : sideBySide(wish)
}

export const isRange = ({ from, to }: Range): boolean => from < to

function sideBySide({ servers, response, request, withProxies }: Wish): Comparing {
  const stage = { servers: servers.from, request, response: response.from }
  const found: Found[] = []
  const contenders = withProxies ? [...MODES, ...PROXY_NAMES] : MODES
  return {
    contenders,
    labOf: (contender) => comparedLab(contender, stage),
    filesOf: (contender) => comparedFiles(contender, stage),
    take: (run) => found.push(...foundIn(run)),
    account: () => comparisonAccount(compared(stage, found, contenders)),
  }
}

function growing({ servers, response, request }: Wish): Comparing {
  const stages = growingStages(servers, response, request)
  const found: Grown[] = []
  return {
    contenders: MODES,
    labOf: (mode) => growingLab(mode as Mode, stages),
    filesOf: () => ({}),
    take: (run) => found.push(...grownIn(run, stages)),
    account: () => growthAccount(grown(servers, response, found)),
  }
}
