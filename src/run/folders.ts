import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '../lab/types.ts'
import { foldersOf, renderRun } from '../plan/script.ts'
import type { Plan } from '../plan/types.ts'
import { CAPTURE_FILE } from './evidence.ts'

/**
 * Made here and not by an engine with root's rights, so that whoever runs the lab can remove what is in them. Only where
 * the plan is one of several for one folder may they be there already.
 */
export function makeFolders(plan: Plan, out: string, time: 'first' | 'again' = 'first'): void {
  for (const folder of pathsOf(plan, out)) mkdirSync(folder, { recursive: time === 'again' })
}

/** A run that was ended early has not used all of them. */
export function removeEmptyFolders(plan: Plan, out: string): void {
  for (const folder of pathsOf(plan, out)) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder)
  }
}

/** What the run was made of, so that its folder tells all of it: the lab's file, and the plan as it runs. */
const [LAB_FILE, PLAN_FILE] = ['lab.yaml', 'plan.sh'] as const

/** Keeps both in the run's folder. Throws the system's error where one cannot be written. */
export function keepSources(lab: Lab, plan: Plan, out: string, file = lab.file): void {
  keepFile(file, out)
  writeFileSync(join(out, PLAN_FILE), renderRun(plan, lab))
}

/** Keeps the lab's file alone. */
export function keepFile(file: string, out: string): void {
  writeFileSync(join(out, LAB_FILE), readFileSync(file))
}

/** Where the lab's file is kept. */
export const keptFile = (out: string): string => join(out, LAB_FILE)

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
  const own = [CAPTURE_FILE, LAB_FILE, PLAN_FILE].map((name) => join(out, name))
  return [...own, ...logs].filter((path) => existsSync(path))
}
