import { z } from 'zod'
import { readExpected } from '../../dns/expected.ts'
import type { Path } from '../text/tree.ts'
import { probeNamed, type Setting } from './setting.ts'
import type { DnsExpectation, DnsStep } from './types.ts'

export const dnsSchema = z.strictObject({
  probe: z.string().describe('Probe that it is about, one that asks by dns'),
  steps: z
    .array(z.string())
    .min(1)
    .describe('Messages in order, written FROM:TO ? NAME TYPE, FLAGS or FROM:TO = ANSWER, FLAGS'),
})

type DnsInput = z.output<typeof dnsSchema>

export function resolveDns(input: DnsInput, path: Path, setting: Setting): DnsExpectation | undefined {
  const probe = probeNamed(input.probe, [...path, 'probe'], setting)
  if (probe && probe.kind !== 'dns')
    setting.findings.error([...path, 'probe'], `${probe.name} does not ask a name server: it is no dns probe`)
  const steps = input.steps.flatMap((text, index) => readStep(text, [...path, 'steps', index], setting) ?? [])
  return probe && { kind: 'dns', probe: probe.name, steps }
}

const STEP = /^([^\s:]+):([^\s:]+)\s+(.+)$/

function readStep(text: string, path: Path, { inventory, findings }: Setting): DnsStep | undefined {
  const [, from, to, message] = STEP.exec(text) ?? []
  if (from === undefined || to === undefined || message === undefined) {
    const remedy = 'Write who sends to whom, then what: client:resolver ? www.example.com A, RD.'
    return findings.error(path, `"${text}" is not a step of a lookup`, { remedy })
  }
  for (const name of `${from}|${to}`.split('|')) inventory.all(name, path)
  const read = readExpected(message)
  return read.ok ? { from, to, message: read.text } : findings.error(path, read.reason)
}
