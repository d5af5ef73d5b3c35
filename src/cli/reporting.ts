import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packageRoot } from '../kernel/paths.ts'
import { readRun } from '../report/html/folder.ts'
import { type Assets, reportPage } from '../report/html/report.ts'
import { CAPTURE_FILE } from '../run/evidence.ts'
import type { FolderResult } from './folder.ts'

/** Name of the report in its run's folder. */
const REPORT_FILE = 'report.html'

/** Writes the report of a run's folder, whole or not at all; in that folder unless another place is named. */
export function makeReport(folder: string, out?: string): FolderResult {
  const read = readRun(folder, CAPTURE_FILE)
  if (!read.ok) return { ok: false, error: [read.error.message, read.error.remedy].filter(Boolean).join(' ') }
  const assets = reportAssets()
  if (!assets) return { ok: false, error: 'the script of reports is not built. Build it: npm start' }
  const path = out === undefined ? join(folder, REPORT_FILE) : resolve(out)
  writeFileSync(`${path}.part`, reportPage(read.run, assets))
  renameSync(`${path}.part`, path)
  return { ok: true, path }
}

function reportAssets(): Assets | undefined {
  const [script, style] = ['report.js', 'report.css'].map((name) => join(packageRoot(), 'dist', name))
  if (!script || !style || !existsSync(script) || !existsSync(style)) return undefined
  return { script: readFileSync(script, 'utf8'), style: readFileSync(style, 'utf8') }
}
