import { existsSync, readdirSync } from 'node:fs'
import { findLab, type Lab, labFiles, loadLab } from '../../lab/index.ts'
import { socketFolder, socketNames } from '../../live/sockets.ts'
import { folders } from '../../setup/folders.ts'
import { builtKernels, nameOf, PACKAGED } from '../../setup/kernels.ts'
import type { Candidate, Lookup } from './candidates.ts'

/** Names of labs, faults, nodes, probes, live labs and runs, by the names that the commands' arguments have. */
export const lookup: Lookup = (name, before) => KINDS[name]?.(before) ?? []

const KINDS: Readonly<Record<string, (before: readonly string[]) => readonly Candidate[]>> = {
  lab: labs,
  labs,
  file: labs,
  live: () => liveLabs().map((word) => ({ word, help: 'live lab' })),
  fault: (before) => labIn(before)?.changes.map(({ name, title }) => ({ word: name, help: title })) ?? [],
  node: (before) => labIn(before)?.nodes.map(({ name }) => ({ word: name, help: 'node' })) ?? [],
  probe: (before) => labIn(before)?.probes.map(({ name }) => ({ word: name, help: 'probe' })) ?? [],
  run: () => runs().map((word) => ({ word, help: 'run' })),
  built: () => kernels(),
  kernel: () => [...kernels(), { word: PACKAGED, help: "Debian's kernel" }],
}

function labs(): Candidate[] {
  return labFiles().map(({ name }) => ({ word: name, help: 'lab' }))
}

function kernels(): Candidate[] {
  return builtKernels().map((found) => ({ word: nameOf(found), help: 'built kernel' }))
}

function liveLabs(): string[] {
  const folder = socketFolder()
  return folder.ok ? socketNames(folder.value) : []
}

function runs(): string[] {
  const folder = folders().runs
  return existsSync(folder) ? readdirSync(folder).toReversed() : []
}

/** The lab that one of the words names; a live lab is called like its lab unless it was named otherwise. */
function labIn(words: readonly string[]): Lab | undefined {
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    const found = findLab(word)
    const loaded = found.ok ? loadLab({ path: found.file }) : undefined
    if (loaded?.ok) return loaded.lab
  }
  return undefined
}
