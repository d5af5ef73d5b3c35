import type { ClaimDetector } from '../adverts.ts'
import { advertsFiltered, authenticationDiffers, routerIdDiffers } from '../vrrp.ts'
import { keepalivedFrozen, keepalivedKilled, keepalivedStopped } from './daemons.ts'
import { garpIgnored } from './garp-ignored.ts'
import { garpMissing } from './garp-missing.ts'
import { linkDown } from './link-down.ts'
import { linkSilent } from './link-silent.ts'
import { macMoved } from './mac-moved.ts'
import { partition } from './partition.ts'
import { otherPriorities } from './priorities.ts'
import type { FailoverDetector, FailoverSuspect } from './scene.ts'
import { keepalivedStalled } from './stalled.ts'

/** Causes of what goes wrong with an address that comes and goes, those first that others follow from. */
export const FAILOVER_SUSPECTS: readonly FailoverSuspect[] = [
  { cause: 'keepalived-frozen', detect: keepalivedFrozen },
  { cause: 'keepalived-killed', detect: keepalivedKilled },
  { cause: 'keepalived-stopped', detect: keepalivedStopped },
  { cause: 'link-down', detect: linkDown },
  { cause: 'link-down', detect: linkSilent },
  { cause: 'keepalived-frozen', detect: keepalivedStalled },
  { cause: 'partition', detect: partition },
  { cause: 'vrrp-router-id', detect: ofAny(routerIdDiffers) },
  { cause: 'vrrp-authentication', detect: ofAny(authenticationDiffers) },
  { cause: 'vrrp-filtered', detect: ofAny(advertsFiltered) },
  { cause: 'garp-missing', detect: garpMissing },
  { cause: 'garp-ignored', detect: garpIgnored },
  { cause: 'mac-moved', detect: macMoved },
  { cause: 'vrrp-priority', detect: otherPriorities },
]

/** What two directors say against each other, whichever was meant to have the address. */
function ofAny(detect: ClaimDetector): FailoverDetector {
  return ({ view, vip, among }) => {
    for (const director of among) {
      const proof = detect({ view, vip, director })
      if (proof !== undefined) return proof
    }
    return undefined
  }
}
