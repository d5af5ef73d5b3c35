import { readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Checkout } from './support/checkout.ts'

let checkout: Checkout

beforeAll(async () => {
  checkout = await Checkout.create()
})
afterAll(() => checkout[Symbol.asyncDispose]())

describe('on a fresh clone', () => {
  it('sets up everything, with a line for each stage, then does what was asked', async () => {
    const { stdout, stderr, exitCode } = await checkout.run(['list', '--all'])
    expect(stdout).toBe('cli: list --all')
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/^lvslab: fetching the npm packages\n.*building\n.*Debian packages.*\n.*set up in/)
    expect(await checkout.npmCalls()).toEqual(['ci'])
    expect(await checkout.leftovers()).toEqual([])
  })

  it("uses the machine's own Node.js where that is good enough", async () => {
    expect(await readlink(join(checkout.cache, 'bin/node'))).toBe(process.execPath)
  })
})

describe('on a checkout that is set up', () => {
  it('does nothing else than starting lvslab', async () => {
    const { exitCode } = await withoutSetup(['again'])
    expect(exitCode).toBe(0)
  })

  it('runs the DR lab when nothing is asked for', async () => {
    expect((await checkout.run([])).stdout).toBe('cli: run dr')
  })

  it('passes on arguments and exit status as they are', async () => {
    expect(await checkout.run(['exit 7', '*', ''])).toMatchObject({ stdout: 'cli: exit 7 * ', exitCode: 7 })
  })

  it('is found through a symbolic link and from any folder', async () => {
    const program = join(checkout.root, 'bin/lvslab')
    await symlink('../repo/scripts/lvslab', program)
    expect((await checkout.run(['linked'], { program, cwd: '/' })).stdout).toBe('cli: linked')
  })

  it('shows that a set-up would have been noticed', async () => {
    await checkout.write('src/cli/added.ts', '')
    expect((await withoutSetup()).exitCode).toBe(99)
  })
})

describe('when something has changed', () => {
  it('builds again after an edit', async () => {
    await checkout.write('src/cli/main.ts', "console.log('edited')\n")
    expect(await checkout.run()).toMatchObject({ stdout: 'edited', stderr: onlyStages('building') })
  })

  it('builds again after a source file has gone', async () => {
    await rm(join(checkout.repo, 'src/cli/added.ts'))
    expect((await checkout.run()).stderr).toEqual(onlyStages('building'))
  })

  it('does not take a broken build for a good one', async () => {
    await checkout.write('src/cli/main.ts', 'console.log(\n')
    expect(await checkout.run()).toMatchObject({ exitCode: 3, stdout: '' })
    await checkout.write('src/cli/main.ts', "console.log('mended')\n")
    expect((await checkout.run()).stdout).toBe('mended')
  })

  it('leaves npm packages alone that are right, and installs them where they are not', async () => {
    await rm(join(checkout.repo, 'node_modules/.lvslab-lock'))
    await rm(join(checkout.repo, 'dist'), { recursive: true })
    expect((await checkout.run()).stderr).toEqual(onlyStages('building'))
    expect(await checkout.npmCalls()).toEqual(['ci'])
    await rm(join(checkout.repo, 'node_modules'), { recursive: true })
    await rm(join(checkout.repo, 'dist'), { recursive: true })
    expect((await checkout.run()).stderr).toEqual(onlyStages('fetching the npm packages', 'building'))
  })

  it('fetches Debian packages again when their list has changed', async () => {
    await checkout.write('scripts/setup/sysroot.packages', 'lvslab-test-tools | insmod | no modules\n')
    expect((await checkout.run()).stderr).toEqual(onlyStages('fetching Debian packages (sysroot)'))
  })
})

describe('on a checkout of another user', () => {
  it('sets up a cache of its own, and says who can build', async () => {
    const own = { env: { LVSLAB_CACHE: join(checkout.root, 'other cache') } }
    const reader = await checkout.withoutWriting(['hello'], own)
    expect(reader).toMatchObject({
      stdout: 'mended',
      stderr: onlyStages('fetching Debian packages (sysroot)'),
    })
    await checkout.write('src/cli/new.ts', '')
    const blocked = await checkout.withoutWriting(['hello'], own)
    expect(blocked.stderr).toMatch(/dist is not up to date, and only its owner can build it$/)
    expect(blocked.exitCode).toBe(3)
  })
})

/** Runs with a set-up that only fails, so that a run which passes cannot have needed it. */
async function withoutSetup(args: readonly string[] = ['hello']) {
  const hidden = join(checkout.repo, 'scripts/setup/setup.sh')
  const text = await checkout.read('scripts/setup/setup.sh')
  await checkout.write('scripts/setup/setup.sh', 'exit 99\n')
  const result = await checkout.run(args)
  await rm(hidden)
  await checkout.write('scripts/setup/setup.sh', text)
  return result
}

/** What standard error has to be when exactly these stages ran. */
function onlyStages(...stages: readonly string[]) {
  const lines = stages.map((stage) => `lvslab: ${stage.replace(/[()]/g, '\\$&')}\n`)
  return expect.stringMatching(new RegExp(`^${lines.join('')}lvslab: set up in \\d+ s$`))
}
