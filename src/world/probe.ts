import type { Probe } from '../lab/probes/types.ts'
import { probeCommand } from '../plan/probe.ts'
import type { ExecValue } from '../protocol/messages.ts'
import type { AttemptEnd, ProbeAttempt, ProbeResult } from '../verdict/types.ts'
import { Failure, lastLines } from './failure.ts'
import { HeldProcess } from './held.ts'
import { withNameServers } from './inside.ts'
import { withPath } from './program.ts'
import { readClient } from './read-clients.ts'
import { readCurl } from './read-curl.ts'
import { readDig } from './read-dig.ts'
import { readPing } from './read-ping.ts'
import { runProcess } from './run-process.ts'
import { withTransfers } from './transfer.ts'

/** Sends the probes of one run, and keeps the connections that are to stay open. */
export class Prober {
  readonly #background: Promise<ProbeResult>[] = []
  readonly #held: { readonly result: ProbeResult; readonly process: HeldProcess }[] = []

  /** Sends a probe's traffic from its node and reads how each attempt ended. */
  async send(probe: Probe, firstPort: number): Promise<ProbeAttempt[]> {
    const command = withPath(probeCommand(probe, firstPort))
    const argv = ['nsenter', `--net=/run/netns/${probe.from}`, ...withNameServers(probe.from, command)]
    const timeoutMs = probe.times * (probe.timeoutMs + 1000) + 30_000
    if (isInBackground(probe)) {
      const attempts = runProcess(argv, { timeoutMs }).then((end) => attemptsOf(end, probe, firstPort))
      const result = attempts.then((all) => ({ probe: probe.name, from: probe.from, attempts: all }))
      result.catch(() => {}) // heard of when it is waited for
      this.#background.push(result)
      return []
    }
    if (!isHeld(probe)) return attemptsOf(await runProcess(argv, { timeoutMs }), probe, firstPort)
    const process = new HeldProcess(argv)
    const attempts = await attemptsOf(await process.standing(timeoutMs), probe, firstPort)
    this.#held.push({ process, result: { probe: probe.name, from: probe.from, attempts } })
    return attempts
  }

  /**
   * Waits for probes in the background, and has every held connection used once more and closed. Gives the results of
   * all these probes.
   */
  async release(timeoutMs: number): Promise<ProbeResult[]> {
    const late = await Promise.all(this.#background.splice(0))
    const all = this.#held.splice(0)
    const released = await Promise.all(
      all.map(async ({ process, result }) => {
        const { stdout, stderr } = await process.release(timeoutMs)
        const ends = readClient(stdout)
        const answered = result.attempts.filter(({ outcome }) => outcome === 'answered').length
        if (ends.length !== answered) throw unreported(result.probe, ends.length, answered, stderr)
        return { ...result, attempts: result.attempts.map((attempt) => withEnd(attempt, ends)) }
      }),
    )
    return [...late, ...released]
  }
}

const isInBackground = (probe: Probe): boolean => probe.kind === 'http' && probe.background === true

const isHeld = (probe: Probe): boolean =>
  (probe.kind === 'http' || probe.kind === 'tcp') && probe.hold === true

/** Connections that were never made are not held. Takes the ends one by one. */
function withEnd(attempt: ProbeAttempt, ends: AttemptEnd[]): ProbeAttempt {
  const afterwards = attempt.outcome === 'answered' ? ends.shift() : undefined
  return afterwards === undefined ? attempt : { ...attempt, afterwards }
}

async function attemptsOf(result: ExecValue, probe: Probe, firstPort: number): Promise<ProbeAttempt[]> {
  const attempts = read(result, probe, firstPort)
  if (attempts.length !== probe.times)
    throw unreported(probe.name, attempts.length, probe.times, result.stderr || `status ${result.status}`)
  const transfer = probe.kind === 'http' ? probe.transfer : undefined
  return transfer === undefined ? attempts : withTransfers(attempts, transfer)
}

function read(result: ExecValue, probe: Probe, firstPort: number): ProbeAttempt[] {
  if (probe.kind === 'ping') return readPing(result, probe)
  if (probe.kind === 'dns') return readDig(result, probe, firstPort)
  if (probe.kind === 'http' && !probe.hold) return readCurl(result, firstPort)
  return readClient(result.stdout).map((end, index) => ({ ...end, localPort: firstPort + index }))
}

function unreported(probe: string, reported: number, expected: number, said: string): Failure {
  return new Failure(`probe ${probe}: ${reported} of ${expected} attempts reported`, lastLines(said))
}
