/**
 * Runs the labs beside this file, healthy and with each of their faults, and keeps what judging needs of each run:
 * its capture, and what kernels and clients said. `node test/verdict/recorded/record.ts [LAB…]`
 */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadLab } from '../../../src/lab/load.ts'

const HERE = import.meta.dirname
const LVSLAB = join(HERE, '../../../scripts/lvslab')

function record(name: string): void {
  const loaded = loadLab({ path: join(HERE, name, 'lab.yaml') })
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('\n'))
  keep(name)
  for (const change of loaded.lab.changes) keep(name, change.name)
}

function keep(name: string, change?: string): void {
  const out = mkdtempSync(join(tmpdir(), 'lvslab-'))
  const fault = change === undefined ? [] : ['--fault', change]
  const { status } = spawnSync(LVSLAB, ['run', join(HERE, name), ...fault, '--out', out], {
    stdio: 'inherit',
  })
  if (status !== (change === undefined ? 0 : 1)) throw new Error(`${name} ${change}: status ${status}`)
  const folder = join(HERE, name, change ?? '')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(out, 'capture.pcapng'), join(folder, 'capture.pcapng'))
  const events = readFileSync(join(out, 'events.jsonl'), 'utf8').split('\n')
  const kept = events.filter((line) => /^{"at":\d+,"type":"(probe-ended|observed)"/.test(line))
  writeFileSync(join(folder, 'said.jsonl'), kept.map((line) => `${line}\n`).join(''))
  rmSync(out, { recursive: true })
}

const asked = process.argv.slice(2)
const labs = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'lab.yaml')))
for (const name of asked.length > 0 ? asked : labs) record(name)
