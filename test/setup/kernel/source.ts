import { writeFileSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { scratch } from '../../support/scratch.ts'
import { buildPackage, writeIndex } from '../support/repository.ts'

/** What the small kernel calls its release. */
export const RELEASE = '9.9.0-test'

/**
 * What a test changes of the small kernel's build: DROPPED is an option that its Kconfig does not have, PACE how many
 * seconds a file takes, BROKEN a command that fails instead of compiling.
 */
export type Changes = Partial<Record<'DROPPED' | 'PACE' | 'BROKEN', string>>

/** The environment of a build with such changes: of what a user sets, HOME is what gets to make. */
export function changed(changes: Changes): NodeJS.ProcessEnv {
  const home = scratch('home')
  const lines = Object.entries(changes).map(([name, value]) => `${name} = ${value}\n`)
  writeFileSync(join(home, 'changes.mk'), lines.join(''))
  return { HOME: home }
}

/** A source whose "kernel" is a program that prints a release, made of ten files. */
const MAKEFILE = `
include $(HOME)/changes.mk
files := $(patsubst %,$(O)/%.o,0 1 2 3 4 5 6 7 8 9)
allnoconfig:
	grep -v "$(or $(DROPPED),^$$)" $(KCONFIG_ALLCONFIG) >$(O)/.config
prepare:
linux: $(O)/linux
$(O)/%.o:
	@echo '  CC      $*.o'; sleep $(or $(PACE),0); $(or $(BROKEN),touch $@)
$(O)/linux: $(files)
	echo kernel/net/veth.ko >$(O)/modules.builtin
	@for file in $^; do [ ! -s $$file ] || { echo $$file: error: file truncated >&2; exit 1; }; done
	gcc -o $@ main.c
`

const PROGRAM = `#include <stdio.h>\nint main(void) { return puts("${RELEASE}") < 0; }\n`

/** Small tools that a build fetches where the machine lacks them. */
const TOOLS = ['flex', 'bison', 'bc', 'm4', 'patch']

/** A folder with an apt repository of a small kernel's source; gives the environment for apt to use it, and nothing else. */
export async function offerSource(): Promise<NodeJS.ProcessEnv> {
  const folder = scratch('kernel-apt')
  await chmod(folder, 0o755)
  const name = 'linux-source-9.9'
  const source = { [`usr/src/${name}.tar.xz`]: await tarball(folder, name) }
  const tools = TOOLS.map((tool) => buildPackage(folder, tool, { [`usr/bin/${tool}`]: '#!/bin/sh\n' }))
  const archives = await Promise.all([
    buildPackage(folder, name, source),
    buildPackage(folder, 'linux-source', {}, `Depends: ${name}\n`),
    ...tools,
  ])
  await writeIndex(folder, archives)
  await writeFile(join(folder, 'sources.list'), `deb [trusted=yes] copy:${folder} ./\n`)
  const configuration = `Dir::Etc::SourceList "${folder}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n`
  await writeFile(join(folder, 'apt.conf'), configuration)
  return { APT_CONFIG: join(folder, 'apt.conf') }
}

async function tarball(folder: string, name: string): Promise<Buffer> {
  const tree = join(folder, name)
  const files = { Makefile: MAKEFILE, 'main.c': PROGRAM, ...(await patchedFiles()) }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), text)
  }
  await execa('tar', ['--create', '--xz', '--file', `${tree}.tar.xz`, '--directory', folder, name])
  return readFile(`${tree}.tar.xz`)
}

const PATCHES = join(import.meta.dirname, '../../../scripts/setup/kernel/patches')

/** What the repository's patches change, as far as they show it: they apply to that as well. */
async function patchedFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const name of await readdir(PATCHES)) {
    const [, ...parts] = (await readFile(join(PATCHES, name), 'utf8')).split(/^--- a\//m)
    for (const part of parts) {
      const [path = '', , ...lines] = part.split('\n')
      const before = lines.filter((line) => /^[ -]/.test(line)).map((line) => `${line.slice(1)}\n`)
      files[path] = before.join('')
    }
  }
  return files
}
