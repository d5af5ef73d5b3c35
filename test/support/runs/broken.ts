import type { RunEnded, RunEvent } from '../../../src/events/types.ts'
import type { Verdict } from '../../../src/verdict/types.ts'
import { drRun, promises } from './dr.ts'
import { host, type Traffic, vip } from './traffic.ts'

const client = host('client', 1)
const director = host('director', 2)
const router = host('router', 254)

/** A run that ends while its n-th step is under way. */
function endingIn(step: number, end: Omit<RunEnded, 'type' | 'milliseconds' | 'artifacts'>): RunEvent[] {
  const whole = drRun()
  const started = whole.filter(({ type }) => type === 'step-started')[step - 1] as RunEvent
  const before = whole.slice(0, whole.indexOf(started) + 1)
  const at = started.at + 2000
  return [...before, { at, type: 'run-ended', milliseconds: at, artifacts: [], ...end }]
}

export const interrupted = (): RunEvent[] => endingIn(4, { outcome: 'interrupted' })

export const daemonFailed = (): RunEvent[] =>
  endingIn(3, {
    outcome: 'error',
    problem: {
      message: 'nginx on rs1 did not listen on port 80 within 5 s. These are the last lines of its log:',
      detail:
        'nginx: [emerg] unknown directive "lisen" in /run/lvslab/rs1-http/nginx.conf:7\n\u001b[31mnot a colour of ours\u001b[0m',
      remedy: 'Read rs1-http.log in the folder of the run.',
    },
  })

/** What is said when neither kernel can run the lab; nothing was started. */
export function unsupported(): RunEvent[] {
  const [start] = drRun()
  if (start?.type !== 'run-started') throw new Error('a run starts with run-started')
  const { kernel, kernelReason, ...withoutKernel } = start
  const problem = {
    message: "This machine's kernel has no IPVS, and User-Mode Linux is not set up.",
    remedy: 'npm start -- doctor',
  }
  const end = { type: 'run-ended', outcome: 'unsupported', milliseconds: 12, artifacts: [], problem } as const
  return [withoutKernel, { at: 12, ...end }]
}

/** A capture dropped packets, so that "never seen here" proves nothing. */
export function dropped(): RunEvent[] {
  const verdicts = promises([host('rs1', 11), host('rs2', 12)]).map(
    (verdict): Verdict =>
      verdict.expectation === 'dr/reply-not-director'
        ? {
            ...verdict,
            status: 'inconclusive',
            observed: 'none of 122 frames, but director:eth0 dropped 3 packets',
            frames: [],
          }
        : verdict,
  )
  return drRun({ verdicts, dropped: 3, end: { outcome: 'inconclusive' } })
}

/** A real server that is not there: the director asks three times, then tells the client. */
export function deadRip(): RunEvent[] {
  const traffic = (lan: Traffic) => {
    lan.arpRequest(client, vip)
    lan.arpReply(director, client, vip)
    const syn = lan.packet([client, director], client.address, vip, { summary: 'SYN', flags: 'S' })
    for (let attempt = 0; attempt < 3; attempt++) lan.arpRequest(director, '10.0.0.99')
    const error = lan.packet([director, client], director.address, client.address, {
      kind: 'icmp',
      summary: `host ${vip} unreachable`,
      icmp: { type: 3, code: 1 },
    })
    lan.exchanges.push({
      id: 1,
      protocol: 'tcp',
      source: client.address,
      sourcePort: 40124,
      destination: vip,
      destinationPort: 80,
      requests: [syn.id],
      replies: [],
      errors: [error.id],
      tiers: [],
      mode: 'none',
    })
  }
  return drRun({ traffic, verdicts: [], end: { outcome: 'fail' } })
}

/** A real server across a router: director and router send the packet to each other until its TTL ends. */
export function looped(): RunEvent[] {
  const traffic = (lan: Traffic) => {
    const round = Array.from({ length: 63 }, (_, index) => (index % 2 === 0 ? director : router))
    lan.packet([client, ...round], client.address, vip, { summary: 'SYN', flags: 'S', disposition: 'looped' })
    lan.packet([client, director], client.address, vip, { summary: 'SYN', flags: 'S', disposition: 'lost' })
  }
  return drRun({ others: [router], traffic, verdicts: [], end: { outcome: 'fail' } })
}
