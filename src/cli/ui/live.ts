import type { Problem } from '../../events/types.ts'
import type { Lab } from '../../lab/index.ts'
import { findLive, type LiveClient, listLive } from '../../live/client.ts'
import type { KeepOptions } from '../../live/keep.ts'
import type { Result } from '../../live/sockets.ts'
import type { Got } from '../../tui/got.ts'
import type { LiveLab, UpLive } from '../../tui/live.ts'
import { startKeeper } from '../actions/live/keeper.ts'
import { inShell } from '../actions/live/shell.ts'
import { newRunFolder } from '../folder.ts'

/** Live labs for the terminal interface: those of `lvslab up`, and the other way round. */
export const upLive =
  (kernel: KeepOptions['kernel']): UpLive =>
  async (lab, emit, signal) => {
    const there = await findLive(lab.name)
    if (there.ok) return joined(there.value, lab)
    const folder = newRunFolder(`${lab.name}-live`)
    if (!folder.ok) return { ok: false, reason: folder.error }
    const { name, file } = lab
    const options = {
      name,
      file,
      out: folder.path,
      kernel,
      settings: { set: {} },
      changes: [],
      exercise: false,
    }
    const start = await startKeeper(options, emit, signal)
    if (!start.ok) return { ok: false, reason: textOf(start.error) }
    return mapped(await findLive(name), (live) => liveLab(live, lab))
  }

/** A live lab may have been given the name of another lab. */
async function joined(live: LiveClient, lab: Lab): Promise<Got<LiveLab>> {
  const status = await live.status()
  if (!status.ok) return { ok: false, reason: textOf(status.error) }
  const { file } = status.value
  if (file === lab.file) return { ok: true, value: liveLab(live, lab) }
  return { ok: false, reason: `the live lab ${live.name} is another one, of ${file}: end it first` }
}

/** Names of the labs that live now; none where their sockets cannot be reached. */
export async function liveNames(): Promise<readonly string[]> {
  const labs = await listLive()
  return labs.ok ? labs.value.map(({ name }) => name) : []
}

const liveLab = (live: LiveClient, lab: Lab): LiveLab => ({
  ...{ name: live.name, lab },
  changes: async () => mapped(await live.status(), ({ changes }) => changes),
  check: async (emit) => mapped(await live.check(emit), () => undefined),
  change: async (changes) =>
    mapped(await live.change(changes), ({ rebuilt }) => rebuilt && `Built anew, because ${rebuilt}.`),
  observe: async () => mapped(await live.observe(), (seen) => seen),
  shell: async (node, { input, output }) => mapped(await inShell(live, node, input, output), () => undefined),
  down: async () => mapped(await live.down(), () => undefined),
})

function mapped<From, To>(result: Result<From>, make: (value: From) => To): Got<To> {
  return result.ok ? { ok: true, value: make(result.value) } : { ok: false, reason: textOf(result.error) }
}

const textOf = ({ message, remedy }: Problem): string =>
  remedy === undefined ? message : `${message}: ${remedy}`
