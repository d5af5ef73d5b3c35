/** What came of asking a name server. */
export interface Answered {
  readonly outcome: 'answered' | 'unresolved'
  readonly dns: { readonly status: string; readonly answers: readonly string[] }
  /** Why there is nothing. */
  readonly error?: string
}

/** It is answered by records of the type that was asked for, and by nothing else. */
export function answered(status: string, answers: readonly string[]): Answered {
  const dns = { status, answers }
  if (status === 'NOERROR' && answers.length > 0) return { outcome: 'answered', dns }
  return { outcome: 'unresolved', dns, error: status === 'NOERROR' ? 'no data' : status }
}
