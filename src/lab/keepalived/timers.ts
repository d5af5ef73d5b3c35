import type { Checker, VrrpInstance } from '../../keepalived/index.ts'

/** Seconds after which who has heard no advert becomes master (Master_Down_Interval, RFC 5798, section 6.1). */
export function masterDownSeconds(
  instance: Pick<VrrpInstance, 'downAdverts' | 'advertSeconds' | 'priority' | 'version'>,
): number {
  const { downAdverts, advertSeconds, priority, version } = instance
  const skew = ((256 - priority) / 256) * (version === 3 ? advertSeconds : 1)
  return downAdverts * advertSeconds + skew
}

/** Seconds until a checker has found out, at the latest, that nobody answers: it waits, asks, and asks again. */
export function failureSeconds({
  everySeconds,
  timeoutSeconds,
  retry,
  retryDelaySeconds,
}: Pick<Checker, 'everySeconds' | 'timeoutSeconds' | 'retry' | 'retryDelaySeconds'>): number {
  return everySeconds + timeoutSeconds + retry * (retryDelaySeconds + timeoutSeconds)
}
