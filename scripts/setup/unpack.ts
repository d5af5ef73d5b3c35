import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Archive } from './apt.ts'
import { $ } from './shell.ts'

/** Debian's folders that are symbolic links into usr since the merge; older packages still use the short names. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64']

/** Not needed to run anything; of the kernel's drivers and file systems, labs use networks and overlays only. */
const LEFT_OUT = [
  // Of all documentation only the samples of keepalived stay: they are tried.
  ...['./usr/share/doc/[!k]*', './usr/share/doc/k[!e]*'],
  ...['man', 'locale', 'info', 'lintian', 'bash-completion', 'zsh', 'icons', 'mime'].map(
    (folder) => `./usr/share/${folder}`,
  ),
  './usr/lib/uml/modules/*/kernel/drivers/[!n]*',
  './usr/lib/uml/modules/*/kernel/fs/[!o]*',
  './usr/lib/uml/modules/*/kernel/sound',
]

/** Unpacks archives into a new folder, so that it can lie over the machine's root file system. */
export async function unpack(archives: readonly Archive[], folder: string): Promise<void> {
  await Promise.all(MERGED.map((name) => mkdir(join(folder, 'usr', name), { recursive: true })))
  await Promise.all(MERGED.map((name) => symlink(join('usr', name), join(folder, name))))
  await unpackAll(archives, folder)
  await Promise.all(MERGED.map((name) => rm(join(folder, name))))
  await finish(folder)
}

/** The largest first, so that no processor is left with it alone at the end. */
async function unpackAll(archives: readonly Archive[], folder: string): Promise<void> {
  const queue = archives.toSorted((a, b) => b.bytes - a.bytes)
  const excludes = LEFT_OUT.map((path) => `--exclude=${path}`)
  const options = ['--keep-directory-symlink', '--no-same-owner', '--no-same-permissions', ...excludes]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await $`dpkg-deb --fsys-tarfile ${next.path} | tar --extract --directory ${folder} ${options}`
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}

/** What the packages' own installation scripts, or an installed system around them, would have made. */
async function finish(folder: string): Promise<void> {
  const own = join(folder, 'usr/lib/lvslab')
  await mkdir(own, { recursive: true })
  // The packaged links are absolute, and point to nothing before the folder lies over the root file system.
  if (existsSync(join(folder, 'usr/bin/kmod'))) {
    for (const name of ['insmod', 'modprobe']) await symlink('../../bin/kmod', join(own, name))
  }
  for (const [name, script] of Object.entries(WRAPPED)) {
    if (existsSync(join(folder, 'usr/bin', name))) await writeFile(join(own, name), script, { mode: 0o755 })
  }
  await moveModules(folder)
}

/** modprobe(8) looks for modules below lib/modules. */
async function moveModules(folder: string): Promise<void> {
  const packaged = join(folder, 'usr/lib/uml/modules')
  if (existsSync(packaged)) await rename(packaged, join(folder, 'usr/lib/modules'))
}

/** A program that runs from where it is, with the libraries that lie beside it. */
const wrapped = (command: string): string => `#!/bin/sh
usr=\${0%/*}/../..
for libraries in "$usr"/lib/*-linux-gnu; do :; done
export LD_LIBRARY_PATH="$libraries"
${command} "$@"
`

const WRAPPED = {
  tshark: wrapped(`export WIRESHARK_DATA_DIR="$usr/share/wireshark"
export WIRESHARK_PLUGIN_DIR="$libraries/wireshark/plugins" WIRESHARK_EXTCAP_DIR="$libraries/wireshark/extcap"
exec "$usr/bin/tshark"`),
  // The packaged script names the program by its absolute path.
  'chromium-headless-shell': wrapped(`LD_LIBRARY_PATH="$libraries:$libraries/pulseaudio"
exec "$usr/lib/chromium/chromium-headless-shell"`),
  tmux: wrapped('exec "$usr/bin/tmux"'),
}
