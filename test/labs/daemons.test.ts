import { expect, test } from 'vitest'
import { fixture, run } from './support/lvslab.ts'
import { cacheWith } from './support/toolbox.ts'

const STUBS = [
  {
    what: 'ends',
    script: '#!/bin/sh\necho "nginx: no worker wants to work" >&2\nexit 1\n',
    problem: 'server-http ended before it listened on port 80; its last lines:',
    lastWords: 'nginx: no worker wants to work',
  },
  {
    what: 'never listens',
    script: '#!/bin/sh\necho "nginx: reading a long novel"\nexec sleep 600\n',
    problem: 'server-http does not listen on port 80 after 20 s; its last lines:',
    lastWords: 'nginx: reading a long novel',
  },
]

test.each(STUBS)(
  'a daemon that $what is shown with its last lines',
  async ({ script, problem, lastWords }) => {
    const { status, view, text } = await run([fixture('lan')], { env: cacheWith('nginx', script) })
    expect({ status, outcome: view.end?.outcome, verdicts: view.verdicts }, text).toEqual({
      status: 1,
      outcome: 'error',
      verdicts: [],
    })
    expect(view.end?.problem?.message).toBe('step "daemons ready" of the plan ended with status 1')
    expect(view.end?.problem?.detail).toBe(`${problem}\n${lastWords}`)
    for (const line of [problem, lastWords]) expect(text).toContain(line)
  },
)
