import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunFolder } from '../../src/report/html/folder.ts'
import { type Assets, reportPage } from '../../src/report/html/report.ts'
import { accessibilityFaults, builtAssets, CHROMIUM, openFile, startBrowser } from '../support/browser.ts'
import { manyTimes, recordedFolder } from '../support/runs/folder.ts'
import { scratch } from '../support/scratch.ts'

const title = CHROMIUM
  ? 'a report in Chromium'
  : 'a report in Chromium (skipped: the set-up could not bring it)'

describe.skipIf(!CHROMIUM)(title, () => {
  let browser: Browser
  let assets: Assets
  let folder: RunFolder
  let file = ''

  beforeAll(async () => {
    ;[browser, assets] = await Promise.all([startBrowser(), builtAssets()])
    folder = await recordedFolder('nat-faults', 'replies-filtered')
    file = written(folder)
  })
  afterAll(() => browser?.close())

  const written = (run: RunFolder): string => {
    const path = join(scratch(), 'report.html')
    writeFileSync(path, reportPage(run, assets))
    return path
  }

  describe.each([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 390, height: 800 } }],
  ] as const)('%s', (_name, options) => {
    test('is accessible, complains about nothing and loads nothing', async () => {
      const { page, complaints } = await openFile(browser, file, options)
      expect(await page.locator('[role=option]').count()).toBeGreaterThan(5)
      expect(await accessibilityFaults(page)).toEqual([])
      await unfoldAll(page)
      expect(await accessibilityFaults(page)).toEqual([])
      expect(complaints).toEqual([])
      await page.close()
    })
  })

  test('nothing of a capture or a lab becomes a part of the page', async () => {
    const bad = '</script><img src=x onerror=alert(1)><b>bold</b>'
    const { view } = folder
    const journeys = view.journeys.map((journey) => ({ ...journey, summary: bad }))
    const verdicts = view.verdicts.map((verdict) => ({ ...verdict, title: bad, observed: bad }))
    const attack = {
      ...folder,
      view: { ...view, journeys, verdicts },
      files: [{ name: 'lab.yaml', text: bad }],
    }
    const { page, complaints } = await openFile(browser, written(attack))
    await unfoldAll(page)
    expect(await page.locator('img, b:has-text("bold")').count()).toBe(0)
    expect(await chosen(page)).toContain(bad)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('its policy lets nothing else run or load', async () => {
    const { page, complaints } = await openFile(browser, file)
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'alert(1)' }))`,
    )
    await page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => {})`)
    expect(complaints.filter((text) => text.startsWith('dialog'))).toEqual([])
    expect(complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThan(1)
    await page.close()
  })

  test('keys move, lead to the details and back, to the filter and to the list of keys', async () => {
    const { page } = await openFile(browser, file)
    await page.locator('#rows').focus()
    const first = await chosen(page)
    await page.keyboard.press('ArrowDown')
    const second = await chosen(page)
    expect(second).not.toBe(first)
    await page.keyboard.press('End')
    expect(await place(page)).toEqual({ at: await hops(page), of: await hops(page) })
    await page.keyboard.press('Home')
    expect(await chosen(page)).toBe(first)
    await page.keyboard.press('v')
    await expectClass(page, 'broken')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('detail')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('rows')
    await page.keyboard.press('?')
    expect(await page.locator('#keys').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    expect(await focused(page)).toBe('text')
    await page.close()
  })

  test('the focus can be seen on all that Tab leads to', async () => {
    const { page } = await openFile(browser, file)
    const unseen: string[] = []
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      const told = await page.evaluate(FOCUS_STYLE)
      if (told !== '') unseen.push(String(told))
    }
    expect(unseen).toEqual([])
    await page.close()
  })

  test('the filter shows what it says, and everything again', async () => {
    const { page } = await openFile(browser, file)
    const all = await hops(page)
    await page.locator('select[name=protocol]').selectOption('ARP')
    const some = await page.locator('[role=option]').allTextContents()
    expect(some.length).toBeGreaterThan(0)
    expect(some.filter((text) => !text.includes(' ARP, '))).toEqual([])
    await page.locator('#text').fill('nothing has this')
    expect(await page.locator('[role=option]').count()).toBe(0)
    await page.locator('button[type=reset]').click()
    await page.locator('[role=option]').first().waitFor()
    expect(await hops(page)).toBe(all)
    await page.close()
  })

  test('a verdict leads to its frame though the filter hides it, and the frame back to the verdict', async () => {
    const { page } = await openFile(browser, file)
    const broken = folder.view.verdicts.find(({ status, frames }) => status === 'fail' && frames.length > 0)
    const [frame] = broken?.frames ?? []
    await page.locator('select[name=protocol]').selectOption('ARP')
    await page.locator(`.verdicts a[href="#frame-${frame}"]`).first().click()
    await page.locator('.tabs [aria-pressed=true]', { hasText: `frame ${frame} ` }).waitFor()
    expect(await page.locator('.tabs [aria-pressed=true]').count()).toBe(1)
    await page.locator(`.rests a[href="#verdict-${broken?.expectation}"]`).click()
    await page.locator(`[id="verdict-${broken?.expectation}"] .why`).waitFor()
    await page.close()
  })

  test('10,000 frames: few rows are in the page, and scrolling never halts it', async () => {
    const { page, complaints } = await openFile(browser, written(manyTimes(folder, 10_000)))
    expect(await hops(page)).toBeGreaterThan(4000)
    const told = (await page.evaluate(SCROLL)) as {
      readonly longest: number
      readonly most: number
      readonly end: number
    }
    expect(told.most).toBeLessThan(120)
    expect(told.end).toBe(await hops(page))
    // A tenth of it where the machine has nothing else to do.
    expect(told.longest).toBeLessThan(500)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('paper has the packets as a table, and no more than can be read', async () => {
    const { page } = await openFile(browser, written(manyTimes(folder, 2000)))
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#printed tbody tr').count()).toBe(400)
    expect(await page.locator('#ladder').isVisible()).toBe(false)
    await page.close()
  })
})

async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
}

const chosen = (page: Page) => page.locator('[role=option][aria-selected=true]').textContent()

const focused = (page: Page) => page.evaluate('document.activeElement?.id')

async function place(page: Page) {
  const row = page.locator('[role=option][aria-selected=true]')
  return {
    at: Number(await row.getAttribute('aria-posinset')),
    of: Number(await row.getAttribute('aria-setsize')),
  }
}

async function expectClass(page: Page, name: string): Promise<void> {
  expect(await page.locator('[role=option][aria-selected=true]').getAttribute('class')).toContain(name)
}

/** How many hops the page says that it shows. */
const hops = async (page: Page) =>
  Number(/^\d+/.exec((await page.locator('#shown').textContent()) ?? '')?.[0])

/** Empty where the focused element, or the box around the packets, is drawn with an outline; else the element. */
const FOCUS_STYLE = `(() => {
  const one = document.activeElement
  const box = one.id === 'rows' ? document.getElementById('ladder') : one
  const { outlineStyle, outlineWidth } = getComputedStyle(box)
  return outlineStyle === 'none' || outlineWidth === '0px' ? one.outerHTML.slice(0, 80) : ''
})()`

/** Scrolls through all rows, a page each time the browser draws: the longest pause between two, the most rows at once. */
const SCROLL = `(async () => {
  const ladder = document.getElementById('ladder')
  const drawn = () => new Promise(requestAnimationFrame)
  let [longest, most, last] = [0, 0, await drawn()]
  for (let step = 0; ladder.scrollTop + ladder.clientHeight < ladder.scrollHeight - 1 && step < 1000; step++) {
    ladder.scrollTop += step < 100 ? 120 : ladder.clientHeight * 3
    const now = await drawn()
    longest = Math.max(longest, now - last)
    last = now
    most = Math.max(most, ladder.querySelectorAll('[role=option]').length)
  }
  const end = Math.max(...[...ladder.querySelectorAll('[role=option]')].map((row) => Number(row.getAttribute('aria-posinset'))))
  return { longest, most, end }
})()`
