import { lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { scratch } from '../../support/scratch.ts'

const SCRIPT = join(import.meta.dirname, 'file-watch.sh')

/**
 * Tells exactly what a program writes, wherever that is, whatever other programs do at the same time: it runs in a
 * mount namespace in which an empty overlay (overlayfs) lies over every place that it could write to.
 */
export class FileWatch {
  /** Below it programs write as ever; for their results. */
  readonly folder: string
  readonly #holder: Holder
  readonly pid: number

  private constructor(folder: string, holder: Holder) {
    this.folder = folder
    this.#holder = holder
    this.pid = holder.pid ?? 0
  }

  /** The reason, where this machine does not let such a namespace be made. */
  static async start(): Promise<FileWatch | string> {
    const folder = scratch('watched')
    mkdirSync(join(folder, 'watch'))
    const [program = '', ...words] = [...UNSHARE, 'sh', SCRIPT, folder, ...places()]
    const holder = hold(program, words)
    let said = ''
    holder.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const ready = new Promise<boolean>((resolve) => holder.stdout?.once('data', () => resolve(true)))
    const isReady = await Promise.race([ready, holder.then(() => false)])
    return isReady ? new FileWatch(folder, holder) : said.trim()
  }

  /** Words before a command that is to be watched. */
  get prefix(): string[] {
    const user = IS_ROOT ? [] : ['--user', '--preserve-credentials']
    return ['nsenter', '--target', String(this.pid), ...user, '--mount']
  }

  /** What was written, made or removed outside `folder` so far. */
  written(): string[] {
    const layers = `/proc/${this.pid}/cwd/up`
    return readdirSync(layers, { recursive: true, encoding: 'utf8' })
      .map((name) => `/${name}`)
      .filter((path) => !isFolder(join(layers, path)) || !isFolder(path))
  }

  async stop(): Promise<void> {
    this.#holder.stdin?.end()
    await this.#holder
  }
}

type Holder = ReturnType<typeof hold>

function hold(program: string, words: readonly string[]) {
  return execa(program, words, { reject: false, buffer: false, stdin: 'pipe' })
}

const IS_ROOT = process.getuid?.() === 0

/** An ordinary user becomes the owner of a user namespace, and stays the same user in it. */
const UNSHARE = ['unshare', ...(IS_ROOT ? [] : ['--user', '--map-current-user', '--keep-caps']), '--mount']

/** Every place that can be written to: for root everywhere, apart from what the kernel makes up. */
function places(): string[] {
  const everywhere = readdirSync('/', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['proc', 'sys', 'dev'].includes(entry.name))
    .map(({ name }) => `/${name}`)
  const own = ['/tmp', '/var/tmp', tmpdir(), homedir(), process.env.XDG_RUNTIME_DIR ?? '/tmp']
  const writable = IS_ROOT ? everywhere : own.filter(isFolder)
  return [...new Set([...writable, '/dev/shm'])].filter(
    (place, _, all) => !all.some((one) => isWithin(place, one)),
  )
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`)
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
