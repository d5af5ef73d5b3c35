import { describe, expect, test } from 'vitest'
import { recorded } from '../support/runs/recorded.ts'
import { labOf, recordedView, User } from './support.ts'

const dr = labOf('dr')
const entries = [
  { name: 'dr', file: '/labs/dr/lab.yaml', read: { title: 'Direct routing', changes: [], errors: [] } },
  {
    name: 'nat',
    file: '/labs/nat/lab.yaml',
    read: { title: 'Address translation', changes: [], errors: [] },
  },
]
const listed = () => new User().send(...entries.map((entry) => ({ type: 'lab-listed', entry }) as const))
const inLab = () => listed().send({ type: 'lab-opened', lab: dr, lesson: '# DR' })
const inRun = (name: Parameters<typeof recordedView>[0] = 'arp-announce-off') =>
  listed().send({ type: 'run-opened', id: '/run', view: recordedView(name) })

describe('the list of labs', () => {
  test('opens the one that the cursor stands on', () => {
    expect(listed().press('down', 'enter').effects).toEqual([
      { type: 'open-lab', file: '/labs/nat/lab.yaml' },
    ])
  })

  test('does not leave its ends', () => {
    expect(listed().press('up', 'enter').effects).toEqual([{ type: 'open-lab', file: '/labs/dr/lab.yaml' }])
    expect(listed().press('G', 'down', 'enter').effects).toEqual([
      { type: 'open-lab', file: '/labs/nat/lab.yaml' },
    ])
  })

  test('is searched by the beginnings of words, while q and ? are letters', () => {
    const user = listed().press('/', 't', 'r', 'a')
    expect(user.text).toContain('1 of 2 labs')
    expect(user.press('enter').effects).toEqual([{ type: 'open-lab', file: '/labs/nat/lab.yaml' }])
    expect(listed().press('/', 'q', '?').text).toContain('no lab has "q?"')
    expect(listed().press('/', 'n', 'escape').text).toContain('2 labs')
  })

  test('knows a lab by its name before its file has been read', () => {
    const user = new User().send({ type: 'lab-listed', entry: { name: 'dr', file: '/f' } })
    expect(user.text).toContain('dr')
    expect(
      user.send({ type: 'lab-listed', entry: { ...entries[0], name: 'dr', file: '/f' } }).text,
    ).toContain('Direct')
  })

  test('says which labs live, and asks anew whenever it is seen again', () => {
    const user = listed().send({ type: 'live-listed', names: ['nat'] })
    expect(user.text).toMatch(/nat +● live {2}Address translation/)
    expect(user.send({ type: 'lab-opened', lab: dr, lesson: '' }).press('q').effects).toEqual([
      { type: 'list-live' },
    ])
  })

  test('ends the program with q', () => expect(listed().press('q').effects).toEqual([{ type: 'quit' }]))
})

describe('a lab', () => {
  test('is run as it is, or with the change that is chosen', () => {
    expect(inLab().press('r').effects).toEqual([{ type: 'run', file: dr.file }])
    expect(inLab().press('3', 'down', 'enter').effects).toEqual([
      { type: 'run', file: dr.file, change: 'arp-ignore-off' },
    ])
  })

  test('shows what a fault breaks and why', () => {
    const text = inLab().press('3', 'down').text
    expect(text).toContain('fails    dr/arp-one-responder')
    expect(text).toContain('because  arp-ignore on rs1 and rs2')
  })

  test('gives way to the list again', () => expect(inLab().press('escape').screen.kind).toBe('labs'))
})

describe('a run that goes on', () => {
  const begun = () =>
    listed().send(
      { type: 'run-begun', id: '/run', now: 0 },
      { type: 'run-event', id: '/run', event: { at: 0, type: 'step-started', title: 'kernel' } },
    )

  test('shows its step with the time that it has taken', () => {
    expect(begun().send({ type: 'tick', now: 1230 }).text).toMatch(/▸ +1\.23 s {2}kernel/)
  })

  test('is interrupted before its screen is left', () => {
    const user = begun().press('q')
    expect(user.effects).toEqual([{ type: 'interrupt' }])
    expect(user.screen.kind).toBe('run')
  })

  test('ends with its verdicts and its frames read', () => {
    const end = { at: 9, type: 'run-ended', outcome: 'pass', milliseconds: 9, artifacts: [] } as const
    const user = begun()
    for (const event of recordedView('dr').verdicts.length > 0 ? [end] : [])
      user.send({ type: 'run-event', id: '/run', event })
    expect(user.run.since).toBeUndefined()
    expect(user.press('q').screen.kind).toBe('labs')
  })

  test('is not heard on another screen', () => {
    const user = inRun()
    const before = user.run.view
    user.send({ type: 'run-event', id: '/other', event: { at: 0, type: 'step-started', title: 'kernel' } })
    expect(user.run.view).toBe(before)
  })
})

describe('verdicts', () => {
  test('begin with the first that failed, with expected against observed and the diagnosis', () => {
    const { text } = inRun()
    expect(text).toContain('› ✗')
    expect(text).toMatch(/expected {2}\S/)
    expect(text).toMatch(/observed {2}\S/)
    expect(text).toMatch(/cause {5}arp-announce on rs1 and rs2/)
  })

  test('lead to the frames that decided', () => {
    const user = inRun()
    const { verdicts } = user.run.view
    const place = verdicts.findIndex(({ status, frames }) => status === 'fail' && frames.length > 0)
    const frames = verdicts[place]?.frames ?? []
    user.press('home', ...Array(place).fill('down'), 'enter')
    expect(user.run.pane).toBe('packets')
    expect([...user.run.packets.marked]).toEqual(frames)
    expect(user.text).toMatch(new RegExp(`frame (${frames.join('|')}) at`))
    const first = user.run.packets.row
    expect(user.press('g', 'm').run.packets.row).toBe(first)
  })
})

describe('packets', () => {
  const packets = () => inRun('dr').press('3')

  test('are stepped through with n and p, without leaving the ends', () => {
    expect(packets().press('p').run.packets.row).toBe(0)
    expect(packets().press('n', 'n', 'p').run.packets.row).toBe(1)
  })

  test('play hop by hop until paused', () => {
    const user = packets().press(' ').send({ type: 'tick', now: 1 }, { type: 'tick', now: 2 })
    expect(user.run.packets).toMatchObject({ row: 2, playing: true })
    expect(user.press(' ').send({ type: 'tick', now: 3 }).run.packets).toMatchObject({
      row: 2,
      playing: false,
    })
  })

  test('stop at the end and begin anew from there', () => {
    const user = packets().press('G')
    const last = user.run.packets.row
    expect(user.press('p', ' ').send({ type: 'tick', now: 1 }).run.packets).toMatchObject({
      row: last,
      playing: false,
    })
    expect(user.press(' ').run.packets).toMatchObject({ row: 0, playing: true })
  })

  test('play faster and slower within bounds', () => {
    expect(packets().press(...Array(20).fill('+')).text).toContain('32/s')
    expect(packets().press(...Array(20).fill('-')).text).toContain('0.5/s')
  })

  test('are looked at group by group', () => {
    expect(packets().press(']').text).toMatch(/TCP CIP:\d+ → VIP:80, direct routing by director to rs/)
  })
})

describe('a live lab', () => {
  const id = 'live dr'
  const live = () =>
    listed().send(
      { type: 'run-begun', id, now: 0 },
      { type: 'live-opened', id, lab: dr, inForce: [] },
      { type: 'live-observed', id, ...recordedView('dr') },
    )
  const checked = (name: Parameters<typeof recordedView>[0]) =>
    [
      { type: 'run-begun', id, now: 0 },
      ...recorded(name).map((event) => ({ type: 'run-event', id, event }) as const),
    ] as const

  test('has its faults brought into force and taken back, beside those that are', () => {
    const user = live().press('5', 'down', 'enter')
    expect(user.effects).toEqual([{ type: 'change', id, changes: ['arp-ignore-off-one'] }])
    user.send({ type: 'live-changed', id, inForce: ['arp-ignore-off-one', 'wrr'] })
    expect(user.text).toContain('[x] arp-ignore-off-one')
    expect(user.press('enter').effects).toEqual([{ type: 'change', id, changes: ['wrr'] }])
  })

  test('does one thing at a time', () => {
    const user = live().send({ type: 'live-busy', id, what: 'changing' }).press('c')
    expect(user.effects).toEqual([{ type: 'tell', text: 'One thing at a time: the lab is busy.' }])
    expect(user.send({ type: 'live-idle', id }).press('c').effects).toEqual([{ type: 'check', id }])
  })

  test('shows what a check finds otherwise than the one before', () => {
    const user = live()
      .send(...checked('dr'))
      .press('c')
      .send(...checked('arp-announce-off'))
    expect(user.text).toMatch(/✗ was ✓ {2}\S/)
    expect(user.press('c').send(...checked('arp-announce-off')).text).not.toContain('was ✓')
  })

  test('has a shell in the node whose tables are chosen', () => {
    expect(live().press('4', 'n', 's').effects).toEqual([{ type: 'shell', id, node: 'director' }])
  })

  test('has its tables read again while they are looked at', () => {
    expect(live().press('4').send({ type: 'tick', now: 5000 }).effects).toEqual([{ type: 'observe', id }])
    expect(live().press('5').send({ type: 'tick', now: 5000 }).effects).toEqual([])
  })

  test('leaves the screen when it is gone, and stays when the screen is left', () => {
    expect(live().send({ type: 'live-gone', id, notice: 'dr is down.' }).text).toContain('dr is down.')
    expect(live().press('q').effects).toEqual([{ type: 'list-live' }])
  })
})

describe('help', () => {
  test('is there on every screen, and any key leaves it', () => {
    const live = listed().send(
      { type: 'run-begun', id: 'live dr', now: 0 },
      { type: 'live-opened', id: 'live dr', lab: dr, inForce: [] },
    )
    for (const user of [listed(), inLab(), inRun(), live]) {
      const before = user.text
      expect(user.press('?').text).toContain('ctrl-c')
      expect(user.text).not.toContain('…')
      expect(user.press('x').text).toBe(before)
    }
  })
})
