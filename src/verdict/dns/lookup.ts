import type { DnsExpectation, DnsStep } from '../../lab/expectations/types.ts'
import type { Expectation } from '../expectation.ts'
import { type Deviation, every, type Finding, provenBy, type Shown } from '../finding.ts'
import { pointsOf } from '../topology.ts'
import type { View } from '../view.ts'
import { count } from '../words.ts'
import { explainLookup } from './causes.ts'
import { type Lookup, lookupsOf, type Sent, sentText } from './messages.ts'

/**
 * Each lookup of a probe is these messages, in this order, and no others between its question and its answer. That
 * nobody else was asked rests on captures that would have shown it.
 */
export function lookup(spec: DnsExpectation): Expectation {
  const { probe, steps } = spec
  return {
    id: `dns/${probe}`,
    stage: 'whole',
    title: `Each lookup of ${probe} takes the promised ${count(steps.length, 'step')}`,
    expected: expectedText(steps),
    probe,
    check: (view) => checkLookups(view, spec),
    explain: (view) => explainLookup(view, probe),
  }
}

/** Steps that are told one by one: of more, the first and the last. */
const FEW = 2

function expectedText(steps: readonly DnsStep[]): string {
  const texts = steps.map(stepText)
  const between = texts.length > FEW ? [`… ${count(texts.length - FEW, 'step')} …`] : []
  return [texts[0], ...between, ...texts.slice(1).slice(-1)].join(' → ')
}

const stepText = ({ from, to, message }: DnsStep): string => `${from}:${to} ${message}`

function checkLookups(view: View, { probe, steps }: DnsExpectation): Finding {
  const lookups = lookupsOf(view, probe)
  const points = pointsOfSteps(view, steps)
  const wording = { noun: 'lookup', none: `probe ${probe} made no attempt`, points }
  const finding = every(view, lookups, wording, (one) => follow(view, steps, one))
  if (finding.status !== 'pass') return finding
  const again = lookups.reduce(
    (sum, one) => sum + one.again.filter(({ message }) => !message.response).length,
    0,
  )
  const more = again === 0 ? '' : `, ${count(again, 'question')} asked once more`
  const observed = `${finding.observed}: ${count(steps.length, 'step')} in order, 0 messages besides${more}`
  return provenBy(view, points, { ...finding, observed })
}

/** Where those would be seen to ask somebody else who ask at all, or are asked to go the whole way (RD). */
function pointsOfSteps(view: View, steps: readonly DnsStep[]): string[] {
  const questions = steps.filter(({ message }) => message.startsWith('?'))
  const asking = questions.flatMap(({ from, to, message }) => (/, .*RD/.test(message) ? [from, to] : [from]))
  const words = new Set(asking.flatMap((word) => word.split('|')))
  const nodes = view.lab.nodes.filter(({ name, role }) => words.has(name) || words.has(role))
  const inside = steps.flatMap(({ from, to }) => (from === to ? [`${from}:lo`] : []))
  return [...nodes.flatMap(({ name }) => pointsOf(view.lab, name)), ...inside]
}

function follow(view: View, steps: readonly DnsStep[], { messages }: Lookup): Shown {
  if (messages.length === 0) return { deviation: { text: 'its question was not captured' } }
  const bindings = new Map<string, string>()
  for (const [index, step] of steps.entries()) {
    const sent = messages[index]
    const place = `step ${index + 1} of ${steps.length}`
    if (sent === undefined)
      return { deviation: { text: `${place} is missing: ${stepText(step)}`, unseen: true } }
    if (!isStep(view, step, sent, bindings))
      return { deviation: differing(`${place} is ${sentText(sent)} instead of ${stepText(step)}`, sent) }
  }
  const extra = messages[steps.length]
  if (extra !== undefined) return { deviation: differing(`after the last step, ${sentText(extra)}`, extra) }
  return { frames: messages.flatMap(({ frames }) => frames) }
}

function differing(text: string, { frames: [frame] }: Sent): Deviation {
  return { text, ...(frame !== undefined && { frame }) }
}

/**
 * Whether a message is the one that is expected. A role, or one of several nodes (`ns1|ns2`), that was not met before takes
 * the node that it stands for.
 */
function isStep(view: View, step: DnsStep, sent: Sent, bindings: Map<string, string>): boolean {
  const fits = (word: string, node: string) => {
    const { role } = view.lab.nodes.find(({ name }) => name === node) ?? {}
    if (word === node) return true
    const isOne = word.split('|').some((one) => one === node || one === role)
    if (!isOne || (bindings.get(word) ?? node) !== node) return false
    bindings.set(word, node)
    return true
  }
  return (
    stepText({ ...step, from: sent.from, to: sent.to }) === sentText(sent) &&
    fits(step.from, sent.from) &&
    fits(step.to, sent.to)
  )
}
