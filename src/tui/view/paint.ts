import { styleText } from 'node:util'
import type { Paint } from '../../report/paint.ts'

/** What still tells things apart where there is no colour. */
const WITHOUT_COLOUR = new Set(['bold', 'dim', 'inverse', 'underline'])

/** Styles for a terminal; without colour, bold, inverse and underlined text stay (https://no-color.org). */
export function paintFor(colour: boolean): Paint {
  return (style, text) => {
    const styles = [style].flat().filter((one) => colour || WITHOUT_COLOUR.has(String(one)))
    return text === '' || styles.length === 0 ? text : styleText(styles, text, { validateStream: false })
  }
}
