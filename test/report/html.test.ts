import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { DATA_ID, type PacketData } from '../../src/browser/data.ts'
import { emptyView, foldAll, type RunView } from '../../src/events/view.ts'
import type { RunFolder } from '../../src/report/html/folder.ts'
import { html } from '../../src/report/html/markup.ts'
import { reportPage } from '../../src/report/html/report.ts'
import { daemonFailed, interrupted, unsupported } from '../support/runs/broken.ts'
import { drRun } from '../support/runs/dr.ts'
import { recordedFolder } from '../support/runs/folder.ts'

const ASSETS = { script: 'const a = 1 < 2 && "</p>"', style: 'p > a { color: red }' }

const run = (view: RunView, extra: Partial<RunFolder> = {}): RunFolder => ({
  view,
  frames: [],
  files: [],
  ...extra,
})
const page = (folder: RunFolder): string => reportPage(folder, ASSETS)

/** What the script of the page reads. */
function dataIn(text: string): PacketData {
  const found = new RegExp(`id="${DATA_ID}">(.*?)</script>`, 's').exec(text)
  return JSON.parse(found?.[1] ?? '') as PacketData
}

/** Names of all elements, and of all attributes, that a page really has. */
function vocabulary(text: string): Set<string> {
  const without = text.replace(/(<(script|style)[^>]*>)[\s\S]*?<\/\2>/g, '$1')
  const tags = [...without.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)]
  const attributes = tags.flatMap(([, , all = '']) =>
    [...all.matchAll(/([\w:-]+)(?:="[^"]*")?/g)].map(([, name]) => `@${name}`),
  )
  return new Set([...tags.map(([, name = '']) => name), ...attributes])
}

const HOSTILE = '"\'><script>alert(1)</script><img src=x onerror=alert(2)><!--&amp;\u0000\u202e'

/** A run in which everything that comes from outside is an attempt to get into the page. */
function hostile({ view, frames }: RunFolder): RunFolder {
  const { start } = view
  const bad = { lab: HOSTILE, title: HOSTILE, seed: HOSTILE, file: HOSTILE, out: HOSTILE }
  return {
    frames,
    files: ['lab.yaml', `${HOSTILE}/log`].map((name) => ({ name, text: HOSTILE })),
    view: {
      ...view,
      ...(start && { start: { ...start, ...bad } }),
      nodes: view.nodes.map((node) => ({ ...node, node: HOSTILE, neighbours: [NEIGHBOUR] })),
      networks: view.networks.map((network) => ({ ...network, network: HOSTILE })),
      journeys: view.journeys.map((journey) => ({ ...journey, summary: HOSTILE })),
      verdicts: view.verdicts.map((one) => ({
        ...one,
        expectation: HOSTILE,
        title: HOSTILE,
        observed: HOSTILE,
      })),
    },
  }
}

const NEIGHBOUR = { address: HOSTILE, interface: HOSTILE, mac: HOSTILE, state: HOSTILE }

describe('what comes from labs, packets and programs', async () => {
  const folder = await recordedFolder('nat-faults', 'replies-filtered')
  const attacked = page(hostile(folder))

  test('brings no element and no attribute into the page', () => {
    const ours = vocabulary(page(folder))
    expect([...vocabulary(attacked)].filter((name) => !ours.has(name))).toEqual([])
  })

  test('cannot end the data of the script', () => {
    expect(attacked.match(/<\/script>/g)?.length).toBe(2)
    expect(dataIn(attacked).journeys[0]?.summary).toContain('<script>alert(1)</script>')
  })

  test('has neither control characters nor signs that turn the direction', () => {
    expect(/(?![\t\n])\p{Cc}|\u202e|\\u202e/u.test(attacked)).toBe(false)
  })

  test('is escaped in texts and attributes, in lists too', () => {
    const text = '<b a="1" c=\'2\'>&'
    expect(html`<i title="${text}">${[text, 1, false, undefined]}</i>`.text).toBe(
      '<i title="&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;">&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;1</i>',
    )
  })
})

describe('the page alone', () => {
  const text = page(run(foldAll(drRun())))

  test('may run its own script and style, and load nothing', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? ''
    const hash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hash(ASSETS.script)}`,
      `style-src ${hash(ASSETS.style)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  test('names no other file', () => {
    expect(vocabulary(text)).not.toContain('@src')
    expect(vocabulary(text)).not.toContain('link')
    expect([...text.matchAll(/href="([^"]*)"/g)].filter(([, to]) => !to?.startsWith('#'))).toEqual([])
  })
})

describe('a report of a real run', async () => {
  const folder = await recordedFolder('nat')
  const text = page(folder)

  test('tells outcome, lab, every verdict, and where its frames are', () => {
    expect(text).toContain('<p class="outcome pass">pass</p>')
    for (const { expectation, frames } of folder.view.verdicts) {
      expect(text).toContain(`id="verdict-${expectation}"`)
      for (const id of frames.slice(0, 3)) expect(text).toContain(`href="#frame-${id}"`)
    }
  })

  test('draws every node and every network', () => {
    const drawing = /<svg class="topology".*?<\/svg>/s.exec(text)?.[0] ?? ''
    for (const { node } of folder.view.nodes) expect(drawing).toContain(`>${node}</text>`)
    for (const { network } of folder.view.networks) expect(drawing).toContain(`>${network}</text>`)
  })

  test('has every hop between the nodes that sent and received it, with its frames and their first 256 octets', () => {
    const data = dataIn(text)
    expect(data.journeys.map(({ hops }) => hops.length)).toEqual(
      folder.view.journeys.map(({ hops }) => hops.length),
    )
    const [forwarded] = data.journeys.flatMap(({ hops }) =>
      hops.filter(({ changed }) => changed.includes('VIP:80 → RIP')),
    )
    expect([forwarded?.from, ...(forwarded?.to ?? [])].map((lane) => data.nodes[lane ?? -1])).toEqual([
      'director',
      expect.stringMatching(/^rs/),
    ])
    const octets = Buffer.from(data.frames.octets, 'base64')
    expect(octets.equals(Buffer.concat(folder.frames.map(({ bytes }) => bytes.subarray(0, 256))))).toBe(true)
  })

  test('shows lab, plan, configuration and log', () => {
    for (const { name, text: content } of folder.files) {
      expect(text).toContain(`<code>${name}</code>`)
      expect(text).toContain(content)
    }
  })
})

test('a timeline has its moments, which lead to their packets, and its outages on the axis', async () => {
  const { view, frames } = await recordedFolder('nat')
  const [begin, lost] = [view.origin + 20, view.origin + 30]
  const attempt = (at: number, outcome: 'answered' | 'timeout') => ({ at, outcome, milliseconds: 3 })
  const attempts = [attempt(begin, 'answered'), attempt(lost, 'timeout'), attempt(lost + 12, 'answered')]
  const text = page(
    run(
      {
        ...view,
        happened: [{ event: 'begin', at: begin, milliseconds: 0 }],
        probes: [{ probe: 'web', from: 'client', attempts }],
      },
      { frames },
    ),
  )
  expect(text).toContain('<a href="#time-30000000">0.010</a>')
  expect(text).toContain('web: answered again, 12 ms later')
  expect(text.match(/<rect class="outage"/g)).toHaveLength(1)
  expect(text.match(/<line class="event"/g)).toHaveLength(1)
})

test.each([
  ['that was unsupported', unsupported()],
  ['whose daemon failed', daemonFailed()],
  ['that was interrupted', interrupted()],
  ['that was killed', drRun().slice(0, 3)],
])('a run %s has a report that says so', (_title, events) => {
  const view = foldAll(events)
  const text = page(run(view))
  expect(text).toContain(`<p class="outcome ${view.end?.outcome ?? 'unfinished'}">`)
  expect(text).toContain('The run ended before the kernels were asked.')
  if (view.end?.problem) expect(text).toContain(html`${view.end.problem.message}`.text)
})

test('a run of which nothing is known has one too', () => {
  expect(page(run(emptyView))).toContain('unfinished')
})
