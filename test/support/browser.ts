import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { reportOptions } from '../../scripts/setup/report-bundle.ts'
import type { Assets } from '../../src/report/html/report.ts'

const ROOT = join(import.meta.dirname, '../..')
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Path of a Chromium without a screen; empty where the set-up could not bring one. */
export const CHROMIUM = process.env.LVSLAB_CHROMIUM ?? ''

/** Without its sandbox, which cannot be had everywhere: it opens our own files alone. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })

/** Script and style of a report as they are now in `src`. */
export async function builtAssets(): Promise<Assets> {
  const { outputFiles } = await build(reportOptions(ROOT))
  const file = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { script: file('.js'), style: file('.css') }
}

/** A page, and what it complained about or tried to load. */
export interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
}

export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== pathToFileURL(path).href) complaints.push(`asks for ${request.url()}`)
  })
  await page.goto(pathToFileURL(path).href)
  return { page, complaints }
}

/** What axe-core finds against WCAG and good practice, one line for each kind; put in past the page's own policy. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'))
  const found = (await page.evaluate('axe.run()')) as {
    readonly violations: readonly {
      readonly id: string
      readonly nodes: readonly { readonly html: string }[]
    }[]
  }
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`,
  )
}
