import { expect, test } from 'vitest'
import { fixture, run } from './support/lvslab.ts'
import { cacheWith, stub } from './support/toolbox.ts'

/** The real tcpdump, and what it leaves is spoilt. */
const spoilt = (how: 'drop' | 'cut' | 'text') => stub('tcpdump.pl').replaceAll('SPOIL', how)

const STUBS = [
  {
    what: 'captures nothing',
    script: '#!/bin/sh\nfor file; do :; done\n: >"$file"\necho "listening on it" >&2\nexec sleep 600\n',
    outcome: 'error',
    says: /waited 20 s for the first sentinel frame at client:eth0/,
  },
  {
    what: 'ends at once',
    script: '#!/bin/sh\necho "eth0: You do not have permission" >&2\nexit 1\n',
    outcome: 'error',
    says: /tcpdump at client:eth0 ended eth0: You do not have permission/,
  },
  {
    what: 'captures nothing but the sentinel frames',
    script: '#!/bin/sh\nexec REAL "$@" ether proto 0x88b5\n',
    outcome: 'fail',
    says: /FAIL Every packet of web takes the promised hops/,
  },
  {
    what: 'drops packets',
    script: spoilt('drop'),
    outcome: 'inconclusive',
    says: /not seen at bystander:eth0; but the capture at bystander:eth0 dropped 7 packets/,
  },
  { what: 'leaves a cut file', script: spoilt('cut'), outcome: 'error', says: /client:eth0\.pcap.*cut/ },
  {
    what: 'leaves something else',
    script: spoilt('text'),
    outcome: 'error',
    says: /client:eth0\.pcap.*not a/,
  },
]

const STATUS: Readonly<Record<string, number>> = { error: 1, fail: 1, inconclusive: 4 }

test.each(STUBS)('a tcpdump that $what: $outcome', async ({ script, outcome, says }) => {
  const finished = await run([fixture('lan')], { env: cacheWith('tcpdump', script) })
  const { status, view, text } = finished
  expect({ status, outcome: view.end?.outcome }, text).toEqual({ status: STATUS[outcome], outcome })
  expect(text.replace(/\s+(\| )?/g, ' ')).toMatch(says)
})
