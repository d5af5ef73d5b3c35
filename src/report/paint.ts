import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Puts a style around a text, or leaves the text alone where colour is not wanted. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

/** Colour on a terminal only; NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR are honoured by Node.js. */
export const paintFor =
  (stream: Writable): Paint =>
  (style, text) =>
    styleText(style, text, { stream: stream as NodeJS.WritableStream })
