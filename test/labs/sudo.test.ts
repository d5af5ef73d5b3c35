import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { refusedNamespaces } from '../../src/kernel/choose.ts'
import { missingOnHost } from '../../src/kernel/features.ts'
import { scratch } from '../support/scratch.ts'
import { COMMAND, fixture, run } from './support/lvslab.ts'
import { Traces } from './support/traces.ts'

const lacks = missingOnHost(['veth', 'bridge'])
const skipped = reasonAgainst()

/**
 * Stands between lvslab and root as sudo(8) does, as a parent that is not lvslab. Here root is that of a user
 * namespace, which has all rights over the namespaces of a lab.
 */
const SUDO = '#!/bin/sh\n[ "$1" = -n ] && shift\nunshare --user --map-root-user "$@"\n'

describe(`the kernel of this machine, through sudo${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  const bin = scratch('bin')
  writeFileSync(join(bin, 'sudo'), SUDO)
  chmodSync(join(bin, 'sudo'), 0o755)
  const PATH = `${bin}:${process.env.PATH}`

  test.skipIf(skipped)('builds a lab, and leaves nothing', async () => {
    const traces = new Traces()
    const { view, text } = await run([fixture('lan'), '--kernel', 'host'], { env: { PATH, ...traces.env } })
    expect(view.start?.kernel).toBe('host')
    // No further: tcpdump wants to set groups, which such a root may not.
    const done = view.steps.filter(({ state }) => state === 'done').map(({ title }) => title)
    expect(done, text).toEqual(expect.arrayContaining(['kernel', 'links', 'settings', 'daemons ready']))
    await traces.expectGone()
  })

  test.skipIf(skipped)('leaves nothing when lvslab is killed', async () => {
    const traces = new Traces()
    const words = [...COMMAND.slice(1), 'run', fixture('lan'), '--kernel', 'host', '--out', scratch()]
    const child = execa(COMMAND[0] ?? '', words, {
      ...{ env: { PATH, ...traces.env }, reject: false, buffer: false },
    })
    const engine = () => traces.look().some(({ command }) => /engine\.js/.test(command))
    await expect.poll(engine, { timeout: 60_000, interval: 5 }).toBe(true)
    child.kill('SIGKILL')
    await child
    await traces.expectGone()
  })
})

function reasonAgainst(): string | undefined {
  if (process.getuid?.() === 0) return 'root needs no sudo'
  if (lacks.length > 0) return `this machine's kernel lacks ${lacks.join(', ')}`
  return refusedNamespaces()?.message
}
