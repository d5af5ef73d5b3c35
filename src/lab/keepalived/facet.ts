import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import {
  type Director,
  examineDirector,
  examineInterfaces,
  FINDINGS,
  type Finding,
  type FindingId,
  readDirector,
  readText,
} from '../../keepalived/index.ts'
import { diagnose } from '../../text/diagnostic.ts'
import { type Edit, edited, editSchema } from '../text/edited.ts'
import type { Findings } from '../text/findings.ts'
import { type Path, placeOf } from '../text/tree.ts'
import { devicesOf, type Host } from '../topology/host.ts'
import { knownComplaints } from './known.ts'
import type { Configured } from './types.ts'

const ids = Object.keys(FINDINGS) as [FindingId, ...FindingId[]]

export const keepalivedSchema = z
  .union([
    z.string(),
    z.strictObject({
      file: z.string().describe('keepalived.conf, relative to the lab file'),
      id: z.string().min(1).optional().describe("What keepalived -i is given; the node's name if not given"),
      edit: editSchema.optional(),
      accept: z
        .array(z.enum(ids))
        .optional()
        .describe('Findings that this lab is about; any other error keeps it from being run'),
    }),
  ])
  .describe(
    'keepalived, started with this configuration; lines behind @NODE are for the node of that name, unless an id is given',
  )

type KeepalivedSpec = z.output<typeof keepalivedSchema>

/** Reads a node's keepalived.conf. What is wrong with it are findings with places in it. */
export function resolveKeepalived(
  spec: KeepalivedSpec,
  host: Host,
  findings: Findings,
): Configured | undefined {
  const { file, id = host.name, edit = {}, accept = [] } = typeof spec === 'string' ? { file: spec } : spec
  const path = [...host.path, 'keepalived']
  const where = typeof spec === 'string' ? path : [...path, 'file']
  const conf = join(dirname(placeOf(findings.root, where).source.path), file)
  const text = editedText(conf, edit, path, findings)
  if (text === undefined) return undefined
  const read = readDirector({ path: conf, text }, id)
  if (!read.ok) return void findings.tell(read.error)
  const { director, notes } = read
  examineDirector(director, notes)
  examineInterfaces(director, devicesOf(host), notes)
  const told = notes.findings.filter(({ id }) => id !== 'vip-nowhere')
  tellUnaccepted(told, accept, findings)
  checkNamespace(director, host, findings)
  const files = filesOf(director, path, findings)
  const known = knownComplaints(notes.findings, conf)
  return files && { name: basename(file), files, director, accept, known }
}

/** A node is a namespace of its own name, so keepalived may enter that one. */
function checkNamespace({ namespace }: Director, { name }: Host, findings: Findings): void {
  if (namespace === undefined || namespace.name === name) return
  const message = `keepalived enters the namespace "${namespace.name}", and the node is called "${name}"`
  findings.tell(diagnose('error', namespace.place, message, { remedy: `Call the node "${namespace.name}".` }))
}

/** Passes on what the lab does not accept. */
export function tellUnaccepted(
  told: readonly Finding[],
  accept: readonly FindingId[],
  findings: Findings,
): void {
  for (const finding of told) if (!accept.includes(finding.id)) findings.tell(finding)
}

function editedText(path: string, edit: Edit, at: Path, findings: Findings): string | undefined {
  const read = readText(path)
  if (!read.ok) return findings.error(at, `${path} ${read.error.message}`)
  return edited({ [path]: read.text }, edit, [...at, 'edit'], findings)[path]
}

/** Texts by their path from the folder of the configuration: that is how they lie in the daemon's folder as well. */
function filesOf(director: Director, at: Path, findings: Findings): Record<string, string> | undefined {
  const folder = dirname(director.file)
  const files = director.sources.map(({ path, text }) => [relative(folder, path), text] as const)
  const outside = files.find(([path]) => path.startsWith('..'))
  if (!outside) return Object.fromEntries(files)
  const place = placeOf(findings.root, at)
  findings.tell(diagnose('error', place, `it includes ${outside[0]}, which lies outside its folder`))
  return undefined
}
