/**
 * Makes dist/cli.js, with a chunk for each part that is loaded on demand; dist/engine.js, one small file, because
 * reading a file is what costs most inside the guest kernel; and dist/report.js and report.css, which go into every
 * report.
 */
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type BuildOptions, build, type OutputFile } from 'esbuild'
import { reportOptions } from './report-bundle.ts'

const root = join(import.meta.dirname, '../..')
const dist = join(root, 'dist')

const REQUIRE = "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);"

const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node22.18',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
} satisfies BuildOptions

const [cli, engine, report] = await Promise.all([
  build({
    ...common,
    entryPoints: { cli: 'src/cli/main.ts' },
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // Packages in the old module format call require(), which an ES module has to make for itself.
    banner: { js: REQUIRE },
    // React without its checks for developers; ink's own tools for them are left out.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '""' },
    external: ['react-devtools-core'],
  }),
  build({ ...common, entryPoints: { engine: 'src/engine/main.ts' }, minify: true, legalComments: 'none' }),
  build(reportOptions(root)),
])

const chunks = join(dist, 'chunks')
await mkdir(chunks, { recursive: true })
const files = [...cli.outputFiles, ...engine.outputFiles, ...report.outputFiles]
await Promise.all(files.filter((file) => dirname(file.path) === chunks).map(place))
await Promise.all(files.filter((file) => dirname(file.path) === dist).map(place))
await sweepChunks(new Set(files.map((file) => basename(file.path))))

/** A reader sees the old file or the new one, never half of one. */
async function place(file: OutputFile): Promise<void> {
  await writeFile(`${file.path}.new`, file.contents)
  await rename(`${file.path}.new`, file.path)
}

/** A run that is under way may still load chunks of the bundle that it started from. */
async function sweepChunks(current: ReadonlySet<string>): Promise<void> {
  const yesterday = Date.now() - 24 * 3600 * 1000
  for (const name of await readdir(chunks)) {
    const path = join(chunks, name)
    if (!current.has(name) && (await stat(path)).mtimeMs < yesterday) await rm(path)
  }
}
