import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import { beforeAll, describe, expect, test } from 'vitest'
import { lookAtMachine } from '../../../scripts/setup/kernel/machine.ts'
import { readRecipe } from '../../../scripts/setup/kernel/recipe.ts'
import { expectRoom } from '../../../scripts/setup/kernel/room.ts'
import { Unsupported } from '../../../scripts/setup/kernel/unsupported.ts'
import { describeMachine } from '../../../scripts/setup/machine.ts'
import { builtKernels, chosenName, kernelName, nameOf, useKernel } from '../../../src/setup/kernels.ts'
import { MAIN } from '../../support/lvslab.ts'
import { scratch } from '../../support/scratch.ts'
import { type Changes, changed, offerSource, RELEASE } from './source.ts'

const machine = await describeMachine()
const lacks = await whyNoBuild()
const skipped = lacks === undefined ? '' : ` (skipped: ${lacks})`

/** Why no kernel can be built here, in the build's own words. */
async function whyNoBuild(): Promise<string | undefined> {
  if (machine === undefined) return 'there is no apt'
  try {
    await lookAtMachine(machine.architecture)
    await expectRoom(tmpdir())
    return undefined
  } catch (error) {
    if (error instanceof Unsupported) return error.message
    throw error
  }
}

let apt: NodeJS.ProcessEnv

beforeAll(async () => {
  apt = lacks === undefined ? await offerSource() : {}
})

/** `lvslab kernel build` of the small kernel, in a cache of its own unless one is given. */
function start(env: NodeJS.ProcessEnv = {}, changes: Changes = {}) {
  const own = { LVSLAB_CACHE: scratch('cache'), ...apt, ...changed(changes), ...env }
  return { env: own, build: execa(process.execPath, [MAIN, 'kernel', 'build'], { reject: false, env: own }) }
}

async function build(env: NodeJS.ProcessEnv = {}, changes: Changes = {}) {
  const started = start(env, changes)
  return { ...(await started.build), env: started.env }
}

const work = (env: NodeJS.ProcessEnv): string => join(env.LVSLAB_CACHE ?? '', 'kernels/.build')

/** What the kernel of this source and the repository's configuration is called. */
const NAME = kernelName(
  '1:2.0-1',
  readRecipe(join(import.meta.dirname, '../../../scripts/setup/kernel')).hash,
)

/** A folder that an interrupted build has left. */
async function leave(cache: string, name: string): Promise<string> {
  const folder = join(work({ LVSLAB_CACHE: cache }), name)
  await mkdir(folder, { recursive: true })
  return folder
}

/** Object files of the build that is under way; other folders come and go while it unpacks. */
async function compiled(env: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = existsSync(work(env)) ? await readdir(work(env)) : []
  const out = folders.find((name) => name.startsWith('out-'))
  const files = out === undefined ? [] : await readdir(join(work(env), out))
  return files.filter((file) => file.endsWith('.o'))
}

/** Resolves when a build has made so many object files; fails when it ends before that. */
async function untilCompiled({ env, build }: ReturnType<typeof start>, files: number): Promise<void> {
  let ended = false
  void build.then(() => {
    ended = true
  })
  while ((await compiled(env)).length < files) {
    if (ended) throw new Error(`the build ended: ${(await build).stderr}`)
    await delay(20)
  }
}

/** Commands of processes that have to do with a cache. */
async function processesOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(env.LVSLAB_CACHE ?? ''))
}

describe.skipIf(lacks)(`kernel build${skipped}`, () => {
  test('makes a kernel of the source that apt offers, and puts it to use, whatever its user has set', async () => {
    const { stdout, exitCode, env, stderr } = await build({ MAKEFLAGS: '--dry-run' })
    expect(exitCode, stderr as string).toBe(0)
    const [found] = builtKernels(env)
    expect(found).toMatchObject({ ok: true })
    expect(found?.ok && found.kernel.manifest).toMatchObject({
      ...{ source: 'linux-source-9.9', version: '1:2.0-1', release: RELEASE, architecture: process.arch },
      compiler: expect.stringContaining('gcc'),
    })
    expect(chosenName(env)).toBe(found && nameOf(found))
    expect(stdout).toMatch(
      /fetch .*linux-source-9.9 1:2.0-1.*\n.*unpack.*\n.*configure.*\n.*compile +10 files\n/,
    )
    expect(existsSync(work(env))).toBe(false)
    const again = await build({ LVSLAB_CACHE: env.LVSLAB_CACHE })
    expect(again.stdout).toContain('is there already')
    expect(again.stdout).not.toContain('compile')
  })

  test('names an option that Kconfig does not take; what was in use stays so', async () => {
    const cache = scratch('cache')
    useKernel('before', { LVSLAB_CACHE: cache })
    const { stderr, exitCode, env } = await build({ LVSLAB_CACHE: cache }, { DROPPED: 'CONFIG_IP_VS_WRR' })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('does not take CONFIG_IP_VS_WRR=y of ')
    expect(builtKernels(env)).toEqual([])
    expect(chosenName(env)).toBe('before')
  })

  test("says what went wrong in the compiler's words, and where all of them are", async () => {
    const { stderr, exitCode, env } = await build(
      {},
      { BROKEN: "sh -c 'echo a.c:1: error: no such thing >&2; exit 1'" },
    )
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`a.c:1: error: no such thing (all of it: ${work(env)}/make.log)`)
  })
})

describe.skipIf(lacks)(`an interrupted build${skipped}`, () => {
  test.each(['SIGKILL', 'SIGINT'] as const)(
    '%s: leaves nothing running, and is taken up again',
    async (signal) => {
      const killed = start({}, { PACE: '0.3' })
      const { env } = killed
      await untilCompiled(killed, 3)
      killed.build.kill(signal)
      await killed.build
      while ((await processesOf(env)).length > 0) await delay(20)
      const before = await compiled(env)
      expect(before.length).toBeLessThan(10)
      const next = await build({ LVSLAB_CACHE: env.LVSLAB_CACHE })
      expect(next.exitCode, next.stderr as string).toBe(0)
      expect(next.stdout).toContain(`compile    ${10 - before.length} files`)
      expect(builtKernels(env)).toMatchObject([{ ok: true }])
    },
  )

  test('that left half a file which make trusts: said, and made once more from nothing', async () => {
    const cache = scratch('cache')
    const left = await leave(cache, `out-${NAME}`)
    await writeFile(join(left, '3.o'), 'half')
    const { stdout, stderr, exitCode, env } = await build({ LVSLAB_CACHE: cache })
    expect(exitCode, stderr as string).toBe(0)
    expect(stderr).toMatch(/3\.o: error: file truncated .*once more, from nothing/)
    expect(stdout).toMatch(/compile +10 files\n/)
    expect(builtKernels(env)).toMatchObject([{ ok: true }])
  })

  test("is not blamed for a compiler's error more than once", async () => {
    const cache = scratch('cache')
    await leave(cache, `out-${NAME}`)
    const { stderr, exitCode } = await build(
      { LVSLAB_CACHE: cache },
      { BROKEN: 'echo error: mine >&2; false' },
    )
    expect(exitCode).toBe(1)
    expect((stderr as string).match(/make failed: error: mine/g)).toHaveLength(2)
  })

  test('of any kernel, killed in its last second, leaves nothing that stays', async () => {
    const cache = scratch('cache')
    await mkdir(join(cache, 'kernels/.another-1.new'), { recursive: true })
    await leave(cache, 'out-another-1')
    await build({ LVSLAB_CACHE: cache }, { BROKEN: 'false' })
    expect(existsSync(join(cache, 'kernels/.another-1.new'))).toBe(false)
    expect(await readdir(join(cache, 'kernels/.build'))).not.toContain('out-another-1')
  })
})

test.skipIf(lacks)(
  `of two builds at once the second waits, says so, and finds what it wants${skipped}`,
  async () => {
    const first = start({}, { PACE: '0.2' })
    await untilCompiled(first, 1)
    const second = await build({ LVSLAB_CACHE: first.env.LVSLAB_CACHE })
    expect(second.stderr).toContain('another build is at work; waiting for it')
    expect(second.stdout).toContain('is there already')
    expect((await first.build).exitCode).toBe(0)
  },
)

describe('what this machine lacks', () => {
  test.skipIf(machine?.architecture !== 'amd64')(
    'a compiler: status 3, and the one command that brings it',
    async () => {
      const bin = scratch('bin')
      await execa('sh', ['-c', `ln -s /usr/bin/* ${bin} && rm -f ${bin}/gcc ${bin}/make ${bin}/node`])
      await symlink(process.execPath, join(bin, 'node'))
      const { stderr, exitCode } = await build({ PATH: `${bin}:/usr/sbin` })
      expect(exitCode).toBe(3)
      expect(stderr).toContain('a kernel cannot be built without gcc, make')
      expect(stderr).toContain('help: sudo apt-get install --yes gcc make')
    },
  )
})

describe.skipIf(lacks)(`room${skipped}`, () => {
  test.each([
    ['lacks from the beginning', '100M', '', {}, 3, /a build needs 900 MB in .*, where \d+ MB are free/],
    [
      ...(['lacks halfway', '1G', '', { BROKEN: 'fallocate --length 2G $@' }, 1] as const),
      /No space left on device.*help: with room, .* goes on with what is in .*\/kernels\/\.build;/s,
    ],
    [
      'is there with what an interrupted build has left of this kernel',
      '950M',
      `out-${NAME}`,
      { BROKEN: 'echo error: mine >&2; false' },
      1,
      /failed: error: mine/,
    ],
    [
      'is there without what one has left of another',
      '950M',
      'out-another-1',
      { BROKEN: 'echo error: mine >&2; false' },
      1,
      /failed: error: mine/,
    ],
  ])('%s; what was in use stays so', async (_, size, left, more, status, words) => {
    const cache = scratch('cache')
    const inside = `mount -t tmpfs -o size=${size} none "$LVSLAB_CACHE" && mkdir -p "$LVSLAB_CACHE/kernels/.build/${left}" &&
      { [ -z "${left}" ] || fallocate --length 100M "$LVSLAB_CACHE/kernels/.build/${left}/x"; } &&
      ln -s before "$LVSLAB_CACHE/kernels/default" && { "$@"; echo "status $?"; readlink "$LVSLAB_CACHE/kernels/default"; }`
    const command = ['sh', '-c', inside, 'sh', process.execPath, MAIN, 'kernel', 'build']
    const env = { LVSLAB_CACHE: cache, ...apt, ...changed(more) }
    await mkdir(cache, { recursive: true })
    const result = await execa('unshare', ['--user', '--map-root-user', '--mount', ...command], { env })
    expect(result.stderr).toMatch(words)
    expect(result.stdout).toMatch(new RegExp(`status ${status}\nbefore$`))
  })
})
