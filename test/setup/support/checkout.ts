import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa, type Options } from 'execa'
import { scratch } from '../../support/scratch.ts'
import { buildRepository } from './repository.ts'

const REPOSITORY = join(import.meta.dirname, '../../..')

/** What the test checkout's set-up brings, in the form of the real lists. */
const LIST = `lvslab-test-kernel | linux.uml | no kernel
lvslab-test-tools | insmod | no modules
`

/** Shows its arguments; `exit N` among them is its exit status. */
const CLI = `const args = process.argv.slice(2)
console.log('cli: ' + args.join(' '))
process.exitCode = Number(/exit (\\d+)/.exec(args.join(' '))?.[1] ?? 0)
`

/** A fresh clone in a temporary folder, with an apt repository and an npm of its own: no network is used. */
export class Checkout {
  readonly root: string
  readonly repo: string
  readonly cache: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(root: string) {
    this.root = root
    this.repo = join(root, 'repo')
    this.cache = join(root, 'cache')
    this.#env = {
      PATH: `${join(root, 'bin')}:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: root,
      LVSLAB_CACHE: this.cache,
      APT_CONFIG: join(root, 'apt.conf'),
    }
  }

  static async create(): Promise<Checkout> {
    const checkout = new Checkout(await mkdtemp(join(tmpdir(), 'lvslab-setup-')))
    await chmod(checkout.root, 0o755)
    await checkout.#clone()
    await checkout.#offerPackages()
    await checkout.#offerPrograms()
    return checkout
  }

  /** Starts scripts/lvslab, or another program of the checkout, and waits for its end, good or bad. */
  run(args: readonly string[] = ['hello'], options: Options & { program?: string } = {}) {
    return this.start(args, options)
  }

  start(args: readonly string[] = ['hello'], { program, ...options }: Options & { program?: string } = {}) {
    const env = { ...this.#env, ...options.env }
    return execa(program ?? join(this.repo, 'scripts/lvslab'), args, {
      ...{ cwd: this.root, reject: false, extendEnv: false, ...options, env },
    })
  }

  /** The same without the right to write to the checkout, as another user has it. */
  async withoutWriting(args: readonly string[], options: Options) {
    await execa('chmod', ['-R', 'a-w', this.repo])
    // Root may write anywhere, unless it has no capabilities.
    const prefix = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all'] : ['env']
    const [program = '', ...before] = prefix
    const result = await this.run([...before, join(this.repo, 'scripts/lvslab'), ...args], {
      ...options,
      program,
    })
    await execa('chmod', ['-R', 'u+w', this.repo])
    return result
  }

  /** What an interrupted set-up may leave, and a completed one must not. */
  async leftovers(): Promise<string[]> {
    return (await readdir(this.cache)).filter((name) => name.startsWith('.new-') || name === 'apt')
  }

  /** How often npm was called, by its first argument. */
  async npmCalls(): Promise<string[]> {
    const log = await readFile(join(this.root, 'npm.log'), 'utf8').catch(() => '')
    return log.split('\n').filter((line) => line !== '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }

  async #clone(): Promise<void> {
    const copied = ['scripts/lvslab', 'scripts/test', 'scripts/setup', 'src/setup', 'src/events/types.ts']
    for (const path of [...copied, 'package.json', 'package-lock.json']) {
      await cp(join(REPOSITORY, path), join(this.repo, path), { recursive: true })
    }
    await this.write('src/cli/main.ts', CLI)
    await this.write('src/engine/main.ts', 'process.exitCode = 0\n')
    await this.write('src/browser/main.ts', 'document.title = ""\n')
    await this.write('src/browser/style.css', 'p { margin: 0 }\n')
    await this.write('scripts/setup/sysroot.packages', LIST)
    await this.write(
      'scripts/setup/tshark.packages',
      'lvslab-test-tools | tshark | nothing to compare with\n',
    )
  }

  async #offerPackages(): Promise<void> {
    const repository = await sharedRepository()
    const sources = join(this.root, 'sources.list')
    await writeFile(sources, `deb [trusted=yes] copy:${repository} ./\n`)
    const configuration = `Dir::Etc::SourceList "${sources}";\nDir::Etc::SourceParts "/dev/null";\n`
    await writeFile(join(this.root, 'apt.conf'), configuration)
  }

  async #offerPrograms(): Promise<void> {
    await this.program('npm', NPM.replaceAll('REPOSITORY', REPOSITORY).replaceAll('ROOT', this.root))
    await symlink(process.execPath, join(this.root, 'bin/node'))
  }

  /** Puts a program before those of the machine. */
  async program(name: string, text: string): Promise<void> {
    await mkdir(join(this.root, 'bin'), { recursive: true })
    await rm(join(this.root, 'bin', name), { force: true })
    await writeFile(join(this.root, 'bin', name), text, { mode: 0o755 })
  }

  read(path: string): Promise<string> {
    return readFile(join(this.repo, path), 'utf8')
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(join(this.repo, path, '..'), { recursive: true })
    await writeFile(join(this.repo, path), text)
  }
}

let repository: { readonly folder: string; readonly built: Promise<string> } | undefined

/** One for all checkouts of a test file, with which it goes: nothing writes to it. */
function sharedRepository(): Promise<string> {
  if (repository === undefined || !existsSync(repository.folder)) {
    const folder = scratch('apt')
    repository = { folder, built: buildRepository(folder) }
  }
  return repository.built
}

/** An npm whose `ci` links the packages of this repository, and whose `install` brings the Node that runs this. */
const NPM = `#!/bin/sh
echo "$1" >>ROOT/npm.log
sleep "$(cat ROOT/npm.delay 2>/dev/null || echo 0)"
case $1 in
  ci)
    rm -rf node_modules
    mkdir node_modules
    ln -s REPOSITORY/node_modules/* node_modules/
    cp REPOSITORY/node_modules/.package-lock.json node_modules/
    ;;
  install)
    [ ! -e ROOT/npm.broken ] || { echo 'npm error network' >&2; exit 1; }
    for argument; do :; done
    place=$3/node_modules/\${argument%@*}
    mkdir -p "$place/bin"
    ln -s "$(command -v real-node)" "$place/bin/node"
    ;;
esac
`
