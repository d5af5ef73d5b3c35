import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $, complaint } from './shell.ts'

/** One package that apt would install. */
export interface Archive {
  readonly name: string
  readonly version: string
  /** Where its archive is once it has been fetched. */
  readonly path: string
  readonly bytes: number
}

/**
 * The machine's apt with the machine's sources and keys, but with lists, archives and locks in a folder of our own;
 * it works without root, and with root changes nothing in the system (apt.conf(5), apt-get(8)).
 */
export class PrivateApt {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Fetches the package lists, unless that was done within the hour. A source that fails is no harm by itself: what
   * it said is given back, for the case that a package is not to be found.
   */
  async update(): Promise<string | undefined> {
    if (await isFresh(this.#updated)) return undefined
    await mkdir(join(this.#folder, 'lists/partial'), { recursive: true })
    await mkdir(join(this.#folder, 'archives/partial'), { recursive: true })
    await writeFile(this.#configuration, configuration(this.#folder))
    const result = await $({ nothrow: true })`apt-get -c ${this.#configuration} update --error-on=any`
    if (result.exitCode !== 0) return complaint(result)
    await writeFile(this.#updated, '')
    return undefined
  }

  /** Those of the named packages that the machine's sources offer or that are installed. */
  async known(names: readonly string[]): Promise<Set<string>> {
    const { stdout } = await $`apt-cache -c ${this.#configuration} policy ${names}`
    const blocks = stdout.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm)
    return new Set(
      [...blocks].filter(([, , candidate]) => candidate !== '(none)').map(([, name = '']) => name),
    )
  }

  /**
   * What has to be fetched so that the named packages work on this machine: they themselves, even where they are
   * installed, so that labs run with the same tools everywhere, and what they depend on and is not installed.
   */
  async needed(names: readonly string[]): Promise<Archive[]> {
    // apt leaves out what it has fetched already, so it is shown another folder, where there is nothing.
    const nothing = join(this.#folder, 'nothing')
    await mkdir(join(nothing, 'partial'), { recursive: true })
    const { stdout } = await $`${this.#install} -o Dir::Cache::Archives=${nothing} -qq --print-uris ${names}`
    const uris = stdout.matchAll(/^'([^']+)' (\S+) (\d+)/gm)
    return Array.from(uris, ([, uri = '', file = '', bytes]) => this.#archive(uri, file, Number(bytes)))
  }

  /** Fetches that, going on where an interrupted fetch stopped. */
  async fetch(names: readonly string[]): Promise<void> {
    const result = await $({ nothrow: true })`${this.#install} --download-only ${names}`
    if (result.exitCode === 0) return
    // The lists may name archives that a newer version has replaced.
    await rm(this.#updated, { force: true })
    throw new Error(complaint(result))
  }

  /** Everything that the named packages depend on, directly or not, alternatives included. */
  async dependencies(names: readonly string[]): Promise<string[]> {
    const kinds = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
    const without = kinds.map((kind) => `--no-${kind}`)
    const { stdout } = await $`apt-cache -c ${this.#configuration} depends --recurse ${without} ${names}`
    return stdout.split('\n').filter((line) => /^[a-z0-9]/.test(line))
  }

  /** Archives are named NAME_VERSION_ARCHITECTURE.deb; apt leaves those of a source on disk where they are. */
  #archive(uri: string, file: string, bytes: number): Archive {
    const [name = '', version = ''] = file.split('_')
    const onDisk = uri.startsWith('file:')
    const path = onDisk ? decodeURIComponent(uri.slice('file:'.length)) : join(this.#folder, 'archives', file)
    return { name, version: decodeURIComponent(version), path, bytes }
  }

  get #updated(): string {
    return join(this.#folder, 'updated')
  }

  get #configuration(): string {
    return join(this.#folder, 'apt.conf')
  }

  get #install(): string[] {
    const options = ['--yes', '--reinstall', '--no-install-recommends']
    return ['apt-get', '-c', this.#configuration, 'install', ...options]
  }
}

/** Hooks belong to the system, so they are cleared; translations and indexes for other tools are not fetched. */
function configuration(folder: string): string {
  return `Dir::State::Lists "${folder}/lists";
Dir::Cache "${folder}";
Dir::Cache::Archives "archives";
Dir::Cache::pkgcache "packages.bin";
Dir::Cache::srcpkgcache "sources.bin";
Debug::NoLocking "true";
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Acquire::Languages "none";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
`
}

async function isFresh(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs < 3600 * 1000
}
