import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive, PrivateApt } from '../apt.ts'
import { $ } from '../shell.ts'
import { environment } from './environment.ts'
import { megabytes } from './progress.ts'
import { Unsupported } from './unsupported.ts'

/** A package of the kernel's source, and what comes with it. */
export interface Source {
  /** `linux-source-6.1` */
  readonly name: string
  /** Debian's version: `6.1.176-1`. */
  readonly version: string
  readonly archive: Archive
  /** Small tools, and what they depend on. */
  readonly tools: readonly Archive[]
}

/** Every release has a package `linux-source` that depends on the one with the version in its name. */
const META = 'linux-source'

/** The source that this machine's package sources offer, and packages that are needed to build it. */
export async function findSource(
  apt: PrivateApt,
  tools: readonly string[],
  installed: ReadonlySet<string>,
): Promise<Source> {
  const failure = await apt.update()
  if (!(await apt.known([META])).has(META))
    throw new Unsupported(
      `the package sources of this machine have no ${META}${failure ? ` (${failure})` : ''}`,
    )
  const name = (await apt.dependencies([META])).find((one) => /^linux-source-\d/.test(one))
  const needed = name === undefined ? [] : await apt.needed([name, ...tools])
  const archive = needed.find((one) => one.name === name)
  if (name === undefined || archive === undefined) throw new Unsupported(`${META} brings no source`)
  // apt would bring newer versions of installed packages as well.
  const more = needed.filter((one) => one !== archive && !installed.has(one.name))
  return { name, version: archive.version, archive, tools: more }
}

/** Fetches it; says how much is there. */
export async function fetchSource(
  apt: PrivateApt,
  { name, version, archive, tools }: Source,
  say: (detail: string) => void,
): Promise<void> {
  const all = [archive, ...tools]
  const total = all.reduce((sum, { bytes }) => sum + bytes, 0)
  const what = `${name} ${version}`
  const watch = setInterval(async () => {
    say(`${what}, ${megabytes(await fetched(all))} of ${megabytes(total)}`)
  }, 500)
  try {
    await apt.fetch(all.map((one) => one.name))
  } finally {
    clearInterval(watch)
  }
  say(`${what}, ${megabytes(total)}`)
}

/** Octets that have come so far; apt keeps what is not complete in a folder of its own. */
export async function fetched(archives: readonly Archive[]): Promise<number> {
  const places = archives.flatMap(({ path }) => [
    path,
    join(path, '../partial', path.split('/').at(-1) ?? ''),
  ])
  const sizes = await Promise.all(
    places.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/**
 * What a kernel for User-Mode Linux on x86 is not made of. Kbuild reads every Kconfig and Makefile all the same, so
 * of most folders only C is left out. `[!bcnt]` keeps drivers/base, char, net and tty.
 */
const LEFT_OUT = [
  '*/Documentation/*/*',
  '*/arch/[!ux]*/*.[chS]',
  '*/drivers/[!bcnt]*/*.[chS]',
  '*/drivers/c[!h]*/*.[chS]',
  '*/drivers/net/[!v]*/*.[chS]',
  '*/sound/*.[chS]',
  '*/samples/*.[chS]',
  '*/tools/[pt]*/*',
]

/** Unpacks the source into a folder and patches it, unless that is there; half of it never is. */
export async function unpackSource(
  { archive }: Source,
  patches: readonly string[],
  folder: string,
  tools: string,
): Promise<void> {
  if (existsSync(folder)) return
  const fresh = `${folder}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(join(fresh, 'tree'), { recursive: true })
  const places = ['--wildcards', './usr/src/*.tar.*', '--strip-components=3']
  await $`dpkg-deb --fsys-tarfile ${archive.path} | tar --extract --directory ${fresh} ${places}`
  const tarball = await tarballIn(fresh)
  const options = ['--strip-components=1', '--no-same-owner', '--no-same-permissions']
  const excludes = LEFT_OUT.map((path) => `--exclude=${path}`)
  await $`tar --extract --file ${tarball} --directory ${join(fresh, 'tree')} ${options} ${excludes}`
  const own = { env: environment(tools) }
  for (const patch of patches) {
    await $(own)`patch --directory ${join(fresh, 'tree')} --strip=1 --batch --forward --input ${patch}`
  }
  await rename(join(fresh, 'tree'), folder)
  await rm(fresh, { recursive: true })
}

/** Debian packs with xz, Ubuntu with bzip2, in a folder more. */
async function tarballIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true })
  const found = files.find((file) => /\blinux-source-[^/]*\.tar\.\w+$/.test(file))
  if (found === undefined) throw new Unsupported('the package of the source holds no source')
  return join(folder, found)
}
