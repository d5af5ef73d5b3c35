import { z } from 'zod'

const name = z
  .string()
  .regex(/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i, 'a DNS name such as www.example.com or *.example.com')

/** Days that a certificate is valid if the lab does not say. */
const USUAL_DAYS = 30

export const certificateSchema = z
  .union([
    name,
    z.strictObject({
      for: z.union([name, z.array(name).min(1)]).describe('DNS names that it is for'),
      days: z
        .int()
        .min(-3650)
        .max(3650)
        .optional()
        .describe(
          `Days that it is valid from now on, ${USUAL_DAYS} if not given; -1 for one that expired yesterday`,
        ),
    }),
  ])
  .describe(
    "A certificate that the lab's own authority signs, for the https servers and programs of the node",
  )

/** A certificate that the authority of the lab signs. Nodes that want the same one share it. */
export interface Certificate {
  /** DNS names, the subject's first. */
  readonly names: readonly string[]
  /** Days of validity, counted from when the lab is built; negative for one that is over. */
  readonly days: number
}

export function resolveCertificate(given: z.output<typeof certificateSchema>): Certificate {
  const { for: names, days = USUAL_DAYS } = typeof given === 'string' ? { for: given } : given
  return { names: [names].flat(), days }
}
