import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { execa } from 'execa'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtKernels, chosenName, nameOf, useKernel } from '../../../src/setup/kernels.ts'
import { MAIN } from '../../support/lvslab.ts'
import { scratch } from '../../support/scratch.ts'
import { type Changes, changed, offerSource, RELEASE } from './source.ts'

let apt: NodeJS.ProcessEnv

beforeAll(async () => {
  apt = await offerSource()
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

describe('kernel build', () => {
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

describe('an interrupted build', () => {
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
})

test('of two builds at once the second waits, says so, and finds what it wants', async () => {
  const first = start({}, { PACE: '0.2' })
  await untilCompiled(first, 1)
  const second = await build({ LVSLAB_CACHE: first.env.LVSLAB_CACHE })
  expect(second.stderr).toContain('another build is at work; waiting for it')
  expect(second.stdout).toContain('is there already')
  expect((await first.build).exitCode).toBe(0)
})

describe('what this machine lacks', () => {
  test('a compiler: status 3, and the one command that brings it', async () => {
    const bin = scratch('bin')
    await execa('sh', ['-c', `ln -s /usr/bin/* ${bin} && rm -f ${bin}/gcc ${bin}/make ${bin}/node`])
    await symlink(process.execPath, join(bin, 'node'))
    const { stderr, exitCode } = await build({ PATH: `${bin}:/usr/sbin` })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('a kernel cannot be built without gcc, make\n')
    expect(stderr).toContain('help: sudo apt-get install --yes gcc make')
  })

  test.each([
    ['room from the beginning', '100M', {}, 3, /a build needs 900 MB in .*, where \d+ MB are free/],
    ['room halfway', '1G', { BROKEN: 'fallocate --length 2G $@' }, 1, /No space left on device/],
  ])('%s: said, and what was in use stays so', async (_, size, more, status, words) => {
    const cache = scratch('cache')
    const inside = `mount -t tmpfs -o size=${size} none "$LVSLAB_CACHE" && mkdir "$LVSLAB_CACHE/kernels" &&
      ln -s before "$LVSLAB_CACHE/kernels/default" && { "$@"; echo "status $?"; readlink "$LVSLAB_CACHE/kernels/default"; }`
    const command = ['sh', '-c', inside, 'sh', process.execPath, MAIN, 'kernel', 'build']
    const env = { LVSLAB_CACHE: cache, ...apt, ...changed(more) }
    await mkdir(cache, { recursive: true })
    const result = await execa('unshare', ['--user', '--map-root-user', '--mount', ...command], { env })
    expect(result.stderr).toMatch(words)
    expect(result.stdout).toMatch(new RegExp(`status ${status}\nbefore$`))
  })
})
