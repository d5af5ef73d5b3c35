import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'

/** How the script and the style of a report are made from `src/browser`: dist/report.js and dist/report.css. */
export const reportOptions = (root: string) =>
  ({
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    entryPoints: { report: 'src/browser/main.ts', 'report-style': 'src/browser/style.css' },
    entryNames: 'report',
    bundle: true,
    write: false,
    minify: true,
    legalComments: 'none',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'warning',
  }) satisfies BuildOptions
