/**
 * Runs the labs beside this file and keeps what judging needs of each run: its capture, and what kernels and
 * clients said. `node test/verdict/recorded/record.ts [LAB…]`
 */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const HERE = import.meta.dirname
const LVSLAB = join(HERE, '../../../scripts/lvslab')

function record(name: string): void {
  const out = mkdtempSync(join(tmpdir(), 'lvslab-'))
  const lab = join(HERE, name)
  execFileSync(LVSLAB, ['run', lab, '--out', out], { stdio: 'inherit' })
  copyFileSync(join(out, 'capture.pcapng'), join(lab, 'capture.pcapng'))
  const events = readFileSync(join(out, 'events.jsonl'), 'utf8').split('\n')
  const kept = events.filter((line) => /^{"at":\d+,"type":"(probe-ended|observed)"/.test(line))
  writeFileSync(join(lab, 'said.jsonl'), kept.map((line) => `${line}\n`).join(''))
  rmSync(out, { recursive: true })
}

const asked = process.argv.slice(2)
const labs = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'lab.yaml')))
for (const name of asked.length > 0 ? asked : labs) record(name)
