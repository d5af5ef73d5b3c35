import type { Paint } from '../../report/paint.ts'

/** A row of a list: the chosen one has a sign and stands out without colour as well. */
export const row = (text: string, chosen: boolean, paint: Paint): string =>
  chosen ? paint(['bold', 'inverse'], `› ${text}`) : `  ${text}`
