import { z } from 'zod'
import { expectSchema } from '../expectations/schema.ts'
import { probesSchema } from '../probes/schema.ts'
import { timelineSchema } from '../timeline/schema.ts'
import { networksSchema } from '../topology/networks.ts'
import { nodesSchema } from '../topology/node.ts'

/** Faults and variants of one lab: each is a lab of its own to be worked out. */
export const MOST_CHANGES = 100

const title = z.string().min(1).max(100).describe('One line that says what this is')
const names = z.union([z.string(), z.array(z.string()).min(1)])
const anything = z.record(z.string(), z.unknown())

const patchSchema = z
  .strictObject({
    vars: anything.optional().describe('Changes to variables'),
    networks: anything.optional().describe('Changes to networks, and new ones'),
    nodes: anything
      .optional()
      .describe('Changes to roles, and new ones; a single replica such as rs2 is changed alone'),
    probes: anything.optional().describe('Changes to probes, and new ones'),
    timeline: anything.nullable().optional().describe('Changes to the timeline'),
    expect: z.array(z.unknown()).optional().describe('What to expect instead'),
  })
  .describe('JSON merge patch (RFC 7396) over the lab: null removes, a list replaces the whole list')

const faultSchema = z.strictObject({
  title,
  patch: patchSchema,
  fails: names.describe('Ids of expectations that must fail; others may fail as well'),
  because: z.string().describe('Cause that the diagnosis must name'),
  at: names.describe('Nodes that the diagnosis must name: roles or nodes'),
})

const variantSchema = z.strictObject({ title, patch: patchSchema })

/** A whole lab file. */
export const labSchema = z
  .strictObject({
    title,
    vars: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe(
        `Variables: \${name} stands for the value in every key and text; --set NAME=VALUE changes it`,
      ),
    networks: networksSchema,
    nodes: nodesSchema,
    probes: probesSchema,
    timeline: timelineSchema.optional(),
    expect: expectSchema,
    faults: z
      .record(z.string(), faultSchema)
      .optional()
      .describe('Misconfigurations by name, each with what must fail and why'),
    variants: z
      .record(z.string(), variantSchema)
      .optional()
      .describe('Harmless changes by name: everything must still pass'),
  })
  .describe('A lab: networks, nodes, traffic, and what must be true of the packets')

export type LabData = z.output<typeof labSchema>
export type FaultData = z.output<typeof faultSchema>
