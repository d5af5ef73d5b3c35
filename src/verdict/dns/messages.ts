import { messageText } from '../../dns/text.ts'
import type { DnsMessage } from '../../dns/types.ts'
import type { Journey } from '../../journey/types.ts'
import { type Attempt, attemptsOf } from '../traffic.ts'
import { framesOf, receiver, sender, type View } from '../view.ts'

/** A DNS message with the nodes at its ends. */
export interface Sent {
  readonly from: string
  readonly to: string
  readonly message: DnsMessage
  /** Its first frame of each hop; they are those by which it is told where it stands among others. */
  readonly frames: readonly number[]
  /** Of the conversation that it is part of: a question and what came of it. */
  readonly exchange?: number
}

/** What became of one attempt to look a name up. */
export interface Lookup extends Attempt {
  /** Every message from its question to its answer, in order. */
  readonly messages: readonly Sent[]
  /** Questions among them that were asked once more before there was an answer, and answers that came too late. */
  readonly again: readonly Sent[]
}

/** `resolver:root ? . NS` */
export const sentText = ({ from, to, message }: Sent): string => `${from}:${to} ${messageText(message)}`

/** Lookups of a probe, one for each attempt. One whose question was not captured has no messages. */
export function lookupsOf(view: View, probe: string): Lookup[] {
  const all = messagesOf(view)
  return attemptsOf(view, probe).map((attempt) => ({ ...attempt, ...during(all, attempt) }))
}

/** All DNS messages that were captured, in order of their first frames. */
export function messagesOf(view: View): Sent[] {
  const sent = view.journeys.flatMap((journey) => sentOf(view, journey) ?? [])
  return sent.toSorted((one, other) => firstOf(one) - firstOf(other))
}

function sentOf(view: View, journey: Journey): Sent | undefined {
  const { dns: message, hops, exchange } = journey
  const [first, last] = [hops[0], hops.at(-1)]
  if (message === undefined || first === undefined || last === undefined) return undefined
  const ends = { from: sender(view, first), to: receiver(view, last) }
  return { ...ends, message, frames: framesOf(journey), ...(exchange !== undefined && { exchange }) }
}

const firstOf = ({ frames }: Sent): number => Math.min(...frames)

function during(all: readonly Sent[], { exchange }: Attempt): Pick<Lookup, 'messages' | 'again'> {
  const own = all.filter((one) => exchange !== undefined && one.exchange === exchange.id)
  const [question] = own
  if (question === undefined) return { messages: [], again: [] }
  const answer = own.find(({ message }) => message.response)
  const until = answer === undefined ? endOfSilence(all, question) : firstOf(answer)
  const there = all.filter((one) => firstOf(one) >= firstOf(question) && firstOf(one) <= until)
  const again = askedAgain(there).filter((one) => one.exchange !== question.exchange)
  return { messages: there.filter((one) => !again.includes(one)), again }
}

/** A lookup that got no answer is over when the same node asks for something else of its own accord. */
function endOfSilence(all: readonly Sent[], question: Sent): number {
  const next = all.find(
    (one) => firstOf(one) > firstOf(question) && isLike(one, question) && one.exchange !== question.exchange,
  )
  return next === undefined ? Number.POSITIVE_INFINITY : firstOf(next) - 1
}

const isLike = (one: Sent, { from, to }: Sent): boolean =>
  !one.message.response && one.from === from && one.to === to

/**
 * Whoever gets no answer asks once more, the same server or another. What counts is the question that was answered
 * first, or else the last one.
 */
function askedAgain(messages: readonly Sent[]): Sent[] {
  const questions = messages.filter(({ message }) => !message.response)
  const lost = questions.filter((question) => {
    const answer = answerTo(question, messages)
    const until = answer === undefined ? Number.POSITIVE_INFINITY : firstOf(answer)
    return questions.some(
      (other) => isAgain(question, other) && firstOf(other) > firstOf(question) && firstOf(other) < until,
    )
  })
  const exchanges = new Set(lost.map(({ exchange }) => exchange))
  return messages.filter((one) => lost.includes(one) || (one.message.response && exchanges.has(one.exchange)))
}

/** The answer to a question, told by the conversation and the number that both have. */
export function answerTo(question: Sent, messages: readonly Sent[]): Sent | undefined {
  return messages.find(
    ({ exchange, message }) =>
      message.response && exchange === question.exchange && message.id === question.message.id,
  )
}

/** A node that asked itself, and then another, has passed its question on. */
function isAgain(one: Sent, other: Sent): boolean {
  const [a, b] = [one.message.question, other.message.question]
  const passedOn = one.to === one.from && other.to !== one.to
  return one.from === other.from && !passedOn && a?.name === b?.name && a?.type === b?.type
}
