import { foldAll, type RunView } from '../../src/events/view.ts'
import { findLab, type Lab, loadLab } from '../../src/lab/index.ts'
import type { Effect, Message } from '../../src/tui/model/messages.ts'
import { topOf } from '../../src/tui/model/screens.ts'
import type { Model, RunScreen, Size } from '../../src/tui/model/types.ts'
import { firstModel, update } from '../../src/tui/model/update.ts'
import type { Body } from '../../src/tui/view/layout.ts'
import { footLine, headLine, titleLine } from '../../src/tui/view/lines.ts'
import { screenView } from '../../src/tui/view/screen.ts'
import { recorded } from '../support/runs/recorded.ts'

export const SMALL: Size = { columns: 80, rows: 24 }
export const SIZES: readonly Size[] = [SMALL, { columns: 120, rows: 40 }, { columns: 200, rows: 50 }]

export const plain = (_style: unknown, text: string): string => text

export function labOf(name: string): Lab {
  const found = findLab(name)
  const loaded = loadLab({ path: found.ok ? found.file : '' })
  if (!loaded.ok) throw new Error(`the lab ${name} has mistakes`)
  return loaded.lab
}

export const recordedView = (name: Parameters<typeof recorded>[0]): RunView => foldAll(recorded(name))

/** A model with the user's keys and the program's messages gone through it, and the effects of the last one. */
export class User {
  model: Model
  effects: readonly Effect[] = []

  constructor(size: Size = SMALL) {
    this.model = firstModel(size)
  }

  send(...messages: readonly Message[]): this {
    for (const message of messages) {
      const [model, ...effects] = update(this.model, message)
      this.model = model
      this.effects = effects
    }
    return this
  }

  press(...keys: readonly string[]): this {
    return this.send(...keys.map((key) => ({ type: 'key', key }) as const))
  }

  get screen() {
    return topOf(this.model)
  }

  get run(): RunScreen {
    if (this.screen.kind !== 'run') throw new Error(`the screen is ${this.screen.kind}`)
    return this.screen
  }

  get text(): string {
    return textOf(this.model)
  }
}

/** The whole screen as text, as a terminal would show it without styles. */
export function textOf(model: Model): string {
  const view = screenView(model, plain)
  return [
    headLine(view, model.size.columns, plain),
    ...bodyLines(view.body),
    footLine(view, model, plain),
  ].join('\n')
}

function bodyLines(body: Body): string[] {
  if (!('split' in body)) {
    const lines = [titleLine(body, plain), ...body.lines]
    return Array.from({ length: body.size.rows }, (_, row) => lines[row] ?? '')
  }
  const parts = body.parts.map((part) => ({ lines: bodyLines(part), width: widthOfBody(part) }))
  if (body.split === 'rows') return parts.flatMap(({ lines }) => lines)
  const height = Math.max(...parts.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, row) =>
    parts.map(({ lines, width }) => (lines[row] ?? '').padEnd(width)).join('  '),
  )
}

const widthOfBody = (body: Body): number =>
  'split' in body ? Math.max(...body.parts.map(widthOfBody)) : body.size.columns
