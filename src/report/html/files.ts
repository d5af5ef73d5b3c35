import type { RunFile } from './folder.ts'
import { html, type Markup } from './markup.ts'
import { folded } from './sheet.ts'

/** The lab's file, the plan and the daemons' configuration, each to be unfolded. */
export function sourcesBody(files: readonly RunFile[]): Markup {
  const rank = ({ name }: RunFile) => (name.includes('/') ? 2 : name === 'lab.yaml' ? 0 : 1)
  return texts(
    files.filter((file) => !isLog(file)).toSorted((one, other) => rank(one) - rank(other)),
    'The run has left no files of this kind.',
  )
}

/** What the daemons said. */
export const logsBody = (files: readonly RunFile[]): Markup =>
  texts(files.filter(isLog), 'The daemons had nothing to say.')

const isLog = ({ name }: RunFile): boolean => /(^|[/.])log$/.test(name)

function texts(files: readonly RunFile[], none: string): Markup {
  if (files.length === 0) return html`<p class="none">${none}</p>`
  return html`${files.map(fileText)}`
}

const NAMES: Readonly<Record<string, string>> = {
  'lab.yaml': 'the lab as its file describes it',
  'plan.sh': 'the plan, word for word what ran',
}

function fileText({ name, text, cutFrom }: RunFile): Markup {
  const lines = `${text.trimEnd().split('\n').length} lines`
  const summary = html`<code>${name}</code> ${NAMES[name] ?? ''} <small>${lines}</small>`
  const cut = cutFrom !== undefined && html`<p class="note">The end of ${cutFrom} octets.</p>`
  return folded(summary, html`${cut}<pre tabindex="0" aria-label="${name}">${text}</pre>`)
}
