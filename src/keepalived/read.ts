import type { Diagnostic } from '../text/diagnostic.ts'
import { readBlock, type Values } from './grammar/field.ts'
import { ROOT } from './grammar/root.ts'
import { addressOf, serviceOf } from './model/servers.ts'
import type { Director, ServiceAddress } from './model/types.ts'
import { type Globals, groupOf, instanceOf, scriptOf, syncOf } from './model/vrrp.ts'
import { Notes } from './notes.ts'
import { LineReader } from './syntax/read-lines.ts'
import { statementsOf } from './syntax/statements.ts'
import { textOf } from './syntax/text-file.ts'

export type DirectorRead =
  | { readonly ok: true; readonly director: Director; readonly notes: Notes }
  | { readonly ok: false; readonly error: Diagnostic }

/**
 * Reads a keepalived.conf(5) with everything that it includes, as keepalived 2.2.7 would on one machine. What
 * keepalived refuses, ignores or changes is in the notes; the director is what is left.
 *
 * @param file its path; `text` stands for its content if given
 * @param id what `keepalived -i` is given: lines behind @id are for it
 */
export function readDirector(file: { readonly path: string; readonly text?: string }, id = ''): DirectorRead {
  const { path } = file
  const read = file.text === undefined ? readText(path) : { ok: true as const, text: file.text }
  if (!read.ok) return read
  const notes = new Notes()
  const reader = new LineReader(id, notes)
  const root = readBlock(ROOT, statementsOf(reader.read({ path, text: read.text }), notes), notes)
  const director = { file: path, id, sources: reader.sources, ids: [...reader.ids], ...modelOf(root, notes) }
  return { ok: true, director, notes }
}

/** The text of a configuration, or why it is none. */
export function readText(path: string): { ok: true; text: string } | { ok: false; error: Diagnostic } {
  const read = textOf(path)
  return read.ok ? read : { ok: false, error: { severity: 'error', message: read.reason, path } }
}

type Root = Values<typeof ROOT.fields>

function modelOf(root: Root, notes: Notes): Omit<Director, 'file' | 'id' | 'sources' | 'ids'> {
  const globals: Globals = Object.assign({}, ...(root.global_defs?.value ?? []).map(({ given }) => given))
  const groups = addressGroups(root, notes)
  const instances = root.vrrp_instance?.value ?? []
  const sync = syncOf(globals, instances)
  const device = globals.default_interface?.value ?? 'eth0'
  return {
    instances: instances.map((block) => instanceOf(block, globals, notes)),
    groups: (root.vrrp_sync_group?.value ?? []).map(groupOf),
    scripts: (root.vrrp_script?.value ?? []).map(scriptOf),
    services: (root.virtual_server?.value ?? [])
      .map((block) => serviceOf(block, groups, notes))
      .filter((service) => service !== undefined),
    addresses: (root.static_ipaddress?.value ?? []).map((one) => ({ dev: device, ...one })),
    routes: root.static_routes?.value ?? [],
    scriptSecurity: globals.enable_script_security?.value ?? false,
    ...(root.net_namespace
      ? { namespace: { name: root.net_namespace.value, place: root.net_namespace.place } }
      : {}),
    ...(sync ? { sync } : {}),
  }
}

function addressGroups({ virtual_server_group: given }: Root, notes: Notes): Map<string, ServiceAddress[]> {
  const groups = (given?.value ?? []).map(({ words, lines }) => {
    const at = lines.map((line) => addressOf(line, line[0].place, notes)).filter((one) => one !== undefined)
    return [words[0]?.text ?? '', at] as const
  })
  return new Map(groups)
}
