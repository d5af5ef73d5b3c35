import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { readRun } from '../../../src/report/html/folder.ts'
import { type Assets, reportPage } from '../../../src/report/html/report.ts'
import { accessibilityFaults, builtAssets, CHROMIUM, openFile, startBrowser } from '../../support/browser.ts'

const TITLE = 'its report is accessible, complains about nothing and loads nothing'

/** One for all labs of a process, which ends them: both take longer to start than a report to look at. */
let tools: Promise<{ assets: Assets; browser: Browser }> | undefined

async function startTools() {
  const [assets, browser] = await Promise.all([builtAssets(), startBrowser()])
  return { assets, browser }
}

function sharedTools() {
  tools ??= startTools()
  return tools
}

/** A test that the report of a lab's run is what it should be in a browser. Skipped where there is no Chromium. */
export function testReport(folder: () => string): void {
  if (!CHROMIUM) {
    test.skip(`${TITLE} (skipped: the set-up could not bring Chromium)`)
    return
  }
  test(TITLE, async () => {
    const read = readRun(folder(), 'capture.pcapng')
    const run = read.ok ? read.run : expect.fail(read.error.message)
    const path = join(folder(), 'report.html')
    const { assets, browser } = await sharedTools()
    writeFileSync(path, reportPage(run, assets))
    const { page, complaints } = await openFile(browser, path)
    await using _ = page
    expect(await page.locator('[role=option]').count()).toBeGreaterThan(0)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  })
}
