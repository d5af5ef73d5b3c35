import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { foldersOf } from '../plan/script.ts'
import type { Plan } from '../plan/types.ts'
import { CAPTURE_FILE } from './evidence.ts'

/** Made here and not by an engine with root's rights, so that whoever runs the lab can remove what is in them. */
export function makeFolders(plan: Plan, out: string): void {
  for (const folder of pathsOf(plan, out)) mkdirSync(folder)
}

/** A run that was ended early has not used all of them. */
export function removeEmptyFolders(plan: Plan, out: string): void {
  for (const folder of pathsOf(plan, out)) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
  }
}

function pathsOf(plan: Plan, out: string): string[] {
  return foldersOf(plan).map((name) => join(out, name))
}

function daemonNames(plan: Plan): string[] {
  const operations = plan.steps.flatMap((step) => step.operations)
  return operations.flatMap((one) => (one.kind === 'start' ? [one.daemon.name] : []))
}

/** Files of the run that are really there. */
export function artifactsOf(plan: Plan, out: string): string[] {
  const logs = daemonNames(plan).map((name) => join(out, name, 'log'))
  return [join(out, CAPTURE_FILE), ...logs].filter((path) => existsSync(path))
}
