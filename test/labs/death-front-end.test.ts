import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testKilling } from './support/killing.ts'
import { eventsIn } from './support/lvslab.ts'

testKilling('the front-end', 30, {
  args: ['run', 'dr', '--kernel', 'uml'],
  victim: (_traces, frontEnd) => frontEnd,
  expectEnd: ({ out, signal }) => {
    expect(signal).toBe('SIGKILL')
    const file = statSync(join(out, 'events.jsonl'), { throwIfNoEntry: false })
    if (file !== undefined && file.size > 0) expect(eventsIn(out)[0]?.type).toBe('run-started')
  },
})
