import { createHash } from 'node:crypto'
import type { RunView } from '../../events/view.ts'
import { logsBody, sourcesBody } from './files.ts'
import type { RunFolder } from './folder.ts'
import { head } from './head.ts'
import { html, type Markup, trusted } from './markup.ts'
import { packetData } from './packet-data.ts'
import { packetsBody } from './packets.ts'
import { type Section, section } from './sheet.ts'
import { tablesBody } from './tables.ts'
import { stepsBody, timelineBody } from './times.ts'
import { topologyBody } from './topology/drawing.ts'
import { verdictsBody } from './verdicts.ts'

/** What the set-up makes of `src/browser`. */
export interface Assets {
  readonly script: string
  readonly style: string
}

/**
 * A run as one HTML file that needs nothing beside it. Its policy lets run what is in it alone, and forbids it to load
 * anything or to send anything anywhere (Content Security Policy Level 3).
 */
export function reportPage(run: RunFolder, { script, style }: Assets): string {
  const sections = sectionsOf(run)
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="generator" content="lvslab"><title>${titleOf(run.view)}</title><style>${trusted(style)}</style></head>
<body><a class="skip" href="#packets">To the packets</a>
${head(run.view)}
<nav aria-label="Sections">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
<main>${sections.map(sectionMarkup)}</main>
<footer><p>Made by lvslab from what the run left in its folder.</p></footer>
<script>${trusted(script)}</script></body></html>
`
  return page.text
}

const digest = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

function titleOf({ start, end }: RunView): string {
  const change = start?.change ? ` with ${start.change.name}` : ''
  return `${start?.lab ?? 'run'}${change}: ${end?.outcome ?? 'unfinished'}`
}

const sectionMarkup = ({ id, title, body }: Section): Markup =>
  html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`

function sectionsOf({ view, frames, files }: RunFolder): Section[] {
  const timeline = timelineBody(view)
  return [
    section('topology', 'Topology', topologyBody(view)),
    section('verdicts', 'Verdicts', verdictsBody(view)),
    ...(timeline ? [section('timeline', 'Timeline', timeline)] : []),
    section('packets', 'Packets', packetsBody(view, packetData(view, frames))),
    section('tables', 'Tables', tablesBody(view)),
    section('steps', 'Steps', stepsBody(view)),
    section('sources', 'Plan and configuration', sourcesBody(files)),
    section('logs', 'Logs', logsBody(files)),
  ]
}
