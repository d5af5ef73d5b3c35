import { describe, expect, test } from 'vitest'
import { readEvents } from '../../src/events/read.ts'
import { foldAll } from '../../src/events/view.ts'
import { arpIgnoreOff, drRun } from '../support/runs/dr.ts'

const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('')

describe('fold', () => {
  test('announces the steps before they run', () => {
    const { steps } = foldAll(drRun().slice(0, 1))
    expect(steps.map(({ state }) => state)).toEqual(Array(8).fill('waiting'))
  })

  test('a running step knows when it began, a done one how long it took', () => {
    const [first, second] = foldAll(drRun().slice(0, 4)).steps
    expect(first).toMatchObject({ state: 'done', milliseconds: 1160, detail: 'Linux 6.1.176' })
    expect(second).toMatchObject({ state: 'running', startedAt: 1160 })
  })

  test('a step that was not announced is added', () => {
    const view = foldAll([...drRun().slice(0, 1), { at: 1, type: 'step-started', title: 'Wait' }])
    expect(view.steps.at(-1)).toEqual({ state: 'running', title: 'Wait', startedAt: 1 })
  })

  test('two steps of one title are told apart', () => {
    const wait = { at: 1, type: 'step-started', title: 'Wait' } as const
    const waited = { at: 9, type: 'step-ended', title: 'Wait', milliseconds: 8 } as const
    const { steps } = foldAll([wait, waited, wait])
    expect(steps.map(({ state }) => state)).toEqual(['done', 'running'])
  })

  test('holds what a whole run has shown', () => {
    const view = foldAll(drRun())
    expect(view.end?.outcome).toBe('pass')
    expect(view.exchanges).toHaveLength(4)
    expect(view.points).toEqual(['client:eth0', 'director:eth0', 'rs1:eth0', 'rs2:eth0'])
    expect(view.steps.every(({ state }) => state === 'done')).toBe(true)
  })
})

describe('reading events.jsonl back', () => {
  test.each([{ events: drRun() }, { events: arpIgnoreOff() }])(
    'gives the view of the live run',
    ({ events }) => {
      const read = readEvents(lines(events))
      expect(read.ok && foldAll(read.events)).toEqual(foldAll(events))
    },
  )

  test('leaves out a last line that was being written', () => {
    const read = readEvents(`${lines(drRun().slice(0, 3))}{"at":5,"type":"step-st`)
    expect(read.ok && read.events).toHaveLength(3)
  })

  test.each([
    ['', 'it holds no event'],
    ['\n', 'line 1 is no event'],
    ['hello\n', 'line 1 is no event'],
    ['[1]\n', 'does not say which version'],
    [lines(drRun().slice(1)), 'does not say which version'],
    [lines([{ ...drRun()[0], version: 2 }]), 'it has version 2, and this lvslab reads version 1'],
    [`${lines(drRun().slice(0, 2))}{"at":1,"type":"unheard-of"}\n`, 'line 3 is no event'],
    [`${lines(drRun().slice(0, 2))}{"at":1,"type":"judged"}\n`, 'line 3 is no event'],
    [`${lines(drRun().slice(0, 2))}{"at":1,"type":"constructor"}\n`, 'line 3 is no event'],
    [`${lines(drRun().slice(0, 2))}{"at":"now","type":"step-started","title":"x"}\n`, 'line 3 is no event'],
  ])('refuses %j', (text, reason) => {
    const read = readEvents(text)
    expect(!read.ok && read.error.message).toContain(reason)
  })
})
