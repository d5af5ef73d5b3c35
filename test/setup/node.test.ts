import { readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Checkout } from './support/checkout.ts'

/** A machine whose own Node.js cannot run TypeScript as it is. */
async function oldMachine(): Promise<Checkout> {
  const checkout = await Checkout.create()
  await checkout.program('node', '#!/bin/sh\nexit 1\n')
  await symlink(process.execPath, join(checkout.root, 'bin/real-node'))
  return checkout
}

describe('Node.js', () => {
  it('is fetched where it is too old, once', async () => {
    await using checkout = await oldMachine()
    const { stdout, stderr } = await checkout.run()
    expect(stdout).toBe('cli: hello')
    expect(stderr).toMatch(/^lvslab: fetching Node.js \d+\.\d+\.\d+\n/)
    expect(await readlink(join(checkout.cache, 'bin/node'))).toMatch(/^\/.*\/cache\/node-[\d.]+\/bin\/node$/)
    await rm(join(checkout.cache, 'bin'), { recursive: true })
    expect((await checkout.run()).stdout).toBe('cli: hello')
    expect((await checkout.npmCalls()).filter((call) => call === 'install')).toHaveLength(1)
  })

  it('is missed in one line where it cannot be fetched', async () => {
    await using checkout = await oldMachine()
    await writeFile(join(checkout.root, 'npm.broken'), '')
    const { stderr, exitCode } = await checkout.run()
    expect(stderr).toMatch(/\nlvslab: could not get Node.js [\d.]+: nothing can run$/)
    expect(exitCode).toBe(3)
    await rm(join(checkout.root, 'npm.broken'))
    expect((await checkout.run()).stdout).toBe('cli: hello')
  })
})
