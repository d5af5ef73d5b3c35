/** Reporters that tell everything at the end, for other programs. */
export const ACCOUNTS = ['junit', 'github', 'markdown'] as const

export type AccountReporter = (typeof ACCOUNTS)[number]

export const isAccount = (name: string): name is AccountReporter =>
  (ACCOUNTS as readonly string[]).includes(name)

/** How a run or a suite is told of. */
export type ReporterName = 'line' | 'json' | AccountReporter

/** What is printed for people, beside which other lines may stand. */
export const isToRead = (reporter: ReporterName): boolean => reporter === 'line' || reporter === 'github'
