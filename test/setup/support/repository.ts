import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { execa } from 'execa'

/** Release that the kernel of the test repository says it is. */
export const RELEASE = '6.1.0-test'

/** Builds an apt repository of two small packages in `folder`; the real apt fetches from it as from any other. */
export async function buildRepository(folder: string): Promise<string> {
  await chmod(folder, 0o755)
  const archives = [
    await buildPackage(folder, 'lvslab-test-kernel', {
      'usr/bin/linux.uml': `#!/bin/sh\necho ${RELEASE}\n`,
      [`usr/lib/uml/modules/${RELEASE}/kernel/net/ip_vs.ko`]: 'module',
      [`usr/lib/uml/modules/${RELEASE}/kernel/drivers/usb/usb.ko`]: 'module',
      [`usr/lib/uml/modules/${RELEASE}/modules.dep`]: '',
    }),
    await buildPackage(folder, 'lvslab-test-tools', {
      'bin/kmod': '#!/bin/sh\necho kmod\n',
      'lib/lvslab-test/data': 'data',
      'usr/bin/tshark': '#!/bin/sh\necho "tshark with $LD_LIBRARY_PATH"\n',
      'usr/lib/x86_64-linux-gnu/lib.so': '',
      'usr/share/doc/lvslab-test-tools/copyright': 'x'.repeat(10_000),
    }),
  ]
  await writeIndex(folder, archives)
  return folder
}

/** Makes a repository of archives that lie in its folder. */
export async function writeIndex(folder: string, archives: readonly string[]): Promise<void> {
  const index = await Promise.all(archives.map(describe))
  await writeFile(join(folder, 'Packages'), index.join('\n'))
}

/** Builds one package of texts by path; `fields` are more lines for its control file. */
export async function buildPackage(
  folder: string,
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
  fields = '',
): Promise<string> {
  const tree = join(folder, `${name}.tree`)
  const control = `Package: ${name}\nVersion: 1:2.0-1\nArchitecture: all\nMaintainer: nobody\nDescription: test\n${fields}`
  for (const [path, content] of Object.entries({ ...files, 'DEBIAN/control': control })) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), content)
    await chmod(join(tree, path), path.includes('bin/') ? 0o755 : 0o644)
  }
  if (name === 'lvslab-test-tools') {
    await mkdir(join(tree, 'usr/sbin'), { recursive: true })
    await symlink('/bin/kmod', join(tree, 'usr/sbin/insmod'))
  }
  const archive = join(folder, `${name}.deb`)
  await execa('dpkg-deb', ['--root-owner-group', '--build', tree, archive])
  return archive
}

/** One paragraph of a Packages file (deb(5), apt's repository format). */
async function describe(archive: string): Promise<string> {
  const bytes = await readFile(archive)
  const { stdout: fields } = await execa('dpkg-deb', ['--field', archive])
  const sum = createHash('sha256').update(bytes).digest('hex')
  return `${fields}\nFilename: ./${basename(archive)}\nSize: ${bytes.length}\nSHA256: ${sum}\n`
}
