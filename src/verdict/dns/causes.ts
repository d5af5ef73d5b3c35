import { endOfAliases, glueAddresses, gluedServers, referralOf, zoneText } from '../../dns/text.ts'
import type { Cause } from '../../lab/causes.ts'
import { onNodes } from '../diagnosis/phrases.ts'
import type { Diagnosis } from '../types.ts'
import { holderOf, type View } from '../view.ts'
import { count, frameText, listed } from '../words.ts'
import { answerTo, lookupsOf, messagesOf, type Sent, sentText } from './messages.ts'

type Found = Omit<Diagnosis, 'cause' | 'divergence'>
type Detector = (view: View, messages: readonly Sent[]) => Found | undefined

/** Causes for which names are not found, the specific before the general. */
const DETECTORS: readonly (readonly [Cause, Detector])[] = [
  ['glue-missing', glueMissing],
  ['lame-delegation', lameDelegation],
  ['dangling-alias', danglingAlias],
  ['recursion-refused', recursionRefused],
  ['name-server-dead', nameServerDead],
]

export const DNS_CAUSES: readonly Cause[] = DETECTORS.map(([cause]) => cause)

/** Why a probe's lookups came to nothing, by what the name servers said, and by who said nothing. */
export function explainLookup(view: View, probe: string): Diagnosis | undefined {
  const own = lookupsOf(view, probe).flatMap((one) => [...one.messages, ...one.again])
  // What a server remembers it was told before.
  return firstCause(view, own) ?? firstCause(view, messagesOf(view))
}

function firstCause(view: View, messages: readonly Sent[]): Diagnosis | undefined {
  for (const [cause, detect] of DETECTORS) {
    const found = detect(view, messages)
    if (found !== undefined) return { cause, ...found }
  }
  return undefined
}

/** A message in the notation, with its frame. */
const quoted = (sent: Sent): string => `${sentText(sent)} (${frameText(sent.frames.slice(0, 1))})`

/** A server below the cut cannot be asked where it is: to be told, one would have to know it (RFC 1034, section 4.2.1). */
function glueMissing(_: View, messages: readonly Sent[]): Found | undefined {
  for (const sent of messages) {
    const referral = referralOf(sent.message)
    if (referral === undefined) continue
    const glued = gluedServers(sent.message, referral)
    const inside = referral.data.filter((server) => isBelow(server, referral.name))
    if (inside.length === 0 || inside.length < referral.data.length || glued.length > 0) continue
    return {
      nodes: [sent.from],
      text: `${quoted(sent)} tells no address of ${listed(inside)}. The name lies below ${zoneText(referral.name)}: nobody could tell where it is but the server itself.`,
      remedy: `In the zone of ${sent.from}, give ${listed(inside)} an address record beside its NS record.`,
    }
  }
  return undefined
}

const isBelow = (name: string, zone: string): boolean =>
  zone === '.' || name === zone || name.endsWith(`.${zone}`)

/** A server that others delegate a zone to, and that does not serve it (RFC 1912, section 2.8). */
function lameDelegation(view: View, messages: readonly Sent[]): Found | undefined {
  for (const parent of messages) {
    const referral = referralOf(parent.message)
    if (referral === undefined) continue
    const addresses = referral.data.flatMap((server) => glueAddresses(parent.message, server))
    const servers = new Set(addresses.map((address) => holderOf(view, address)))
    const lame = messages.find((one) => servers.has(one.from) && isLame(one, referral.name))
    if (lame === undefined) continue
    return {
      nodes: [lame.from],
      text: `${quoted(parent)} sends whoever asks to ${lame.from}, which does not serve ${zoneText(referral.name)}: ${quoted(lame)}.`,
      remedy: `Have ${lame.from} serve ${zoneText(referral.name)}, or have ${parent.from} delegate it to a server that does.`,
    }
  }
  return undefined
}

/** It is asked for a name in the zone, and neither knows it nor sends on to a zone below. */
function isLame({ message }: Sent, zone: string): boolean {
  const { response, question, flags, status } = message
  if (!response || !question || !isBelow(question.name, zone) || flags.includes('AA')) return false
  const referral = referralOf(message)
  return (
    status === 'REFUSED' || status === 'SERVFAIL' || (referral !== undefined && !isBelow(referral.name, zone))
  )
}

/** An alias for a name that does not exist. */
function danglingAlias(_: View, messages: readonly Sent[]): Found | undefined {
  const denial = messages.find(({ message }) => message.status === 'NXDOMAIN' && message.flags.includes('AA'))
  const missing = denial && endOfAliases(denial.message.question?.name ?? '', denial.message.answers)
  const alias = messages.find(
    ({ message }) =>
      message.flags.includes('AA') &&
      message.answers.some((set) => set.type === 'CNAME' && set.data[0] === missing),
  )
  if (denial === undefined || alias === undefined) return undefined
  const set = alias.message.answers.find(({ data }) => data[0] === missing)
  const [told, denied] = [alias, denial].map(({ frames }) => frameText(frames.slice(0, 1)))
  const fate =
    alias === denial
      ? `which does not exist (NXDOMAIN, ${told})`
      : `(${told}), and ${denial.from} that there is no such name (NXDOMAIN, ${denied})`
  return {
    nodes: [alias.from],
    text: `${alias.from} says that ${set?.name} is an alias for ${missing}, ${fate}.`,
    remedy: `In the zone of ${alias.from}, let ${set?.name} name what exists.`,
  }
}

/** Who asks with RD wants the whole way gone for it: a server that does not offer that, or not to everybody, is no resolver. */
function recursionRefused(_: View, messages: readonly Sent[]): Found | undefined {
  const refusal = messages.findLast(
    ({ message }) =>
      message.response &&
      message.flags.includes('RD') &&
      (message.status === 'REFUSED' || !message.flags.includes('RA')) &&
      !message.flags.includes('AA'),
  )
  if (refusal === undefined) return undefined
  const { from, to, message } = refusal
  const how = message.status === 'REFUSED' ? 'refuses to answer it' : 'offers no recursion (no RA)'
  return {
    nodes: [from],
    text: `${to} asks ${from} with RD, and ${from} ${how}: ${quoted(refusal)}.`,
    remedy:
      message.status === 'REFUSED'
        ? `Let ${from} answer ${to}: in unbound.conf, access-control.`
        : `Ask a server that recurses, or have ${from} do so.`,
  }
}

/** Nobody answers, and by its kernel's word nobody listens: name servers listen on TCP as well (RFC 7766). */
function nameServerDead(view: View, messages: readonly Sent[]): Found | undefined {
  const questions = messages.filter(({ message }) => !message.response)
  const unanswered = questions.filter((question) => answerTo(question, messages) === undefined)
  const dead = [...new Set(unanswered.map(({ to }) => to))].filter((node) => !listens(view, node))
  const [first] = unanswered.filter(({ to }) => dead.includes(to))
  if (first === undefined) return undefined
  const nodes = dead.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const asked = unanswered.filter(({ to }) => dead.includes(to)).length
  return {
    nodes,
    text: `${count(asked, 'question')} to ${listed(nodes)} had no answer, the first of them ${quoted(first)}: nobody listens on port 53 there.`,
    remedy: onNodes(nodes, 'start the name server'),
  }
}

function listens(view: View, node: string): boolean {
  return view.stateByNode.get(node)?.listening.includes(53) ?? true
}
