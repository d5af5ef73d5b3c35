import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { missingOnHost, requiredFeatures } from '../../src/kernel/features.ts'
import { scratch } from '../support/scratch.ts'
import { labNamed } from './support/declared.ts'
import { departures } from './support/documented.ts'
import { resultIn, start } from './support/lvslab.ts'

const hostLacks = missingOnHost(requiredFeatures(labNamed('dr')))

describe('without User-Mode Linux', () => {
  test('a lab is unsupported, and the one command that helps is told', async () => {
    const { status, text } = await runWithoutTools('uml')
    expect(status, text).toBe(3)
    expect(text).toMatch(/no kernel and no tools in \S*nothing-\w+/)
    expect(text).toContain('set them up: npm start')
    expect(text).toMatch(/^UNSUPPORTED /m)
  })

  test.skipIf(hostLacks.length === 0)(
    'and without the features in the kernel of this machine, no kernel is taken',
    async () => {
      const { status, text } = await runWithoutTools('auto')
      expect(status, text).toBe(3)
      expect(text).toContain('npm start')
    },
  )
})

test.skipIf(hostLacks.length === 0)(
  'a kernel that lacks IPVS is not taken when it is asked for',
  async () => {
    const out = scratch()
    const { exitCode, all } = await start(['run', 'dr', '--kernel', 'host', '--out', out])
    expect(exitCode, all).toBe(3)
    expect(all).toContain(`this machine's kernel lacks ${hostLacks.join(', ')}`)
    expect(all).toContain('lvslab run dr --kernel uml')
    expect(readdirSync(out)).toEqual(['events.jsonl', 'result.json'])
    expect(departures(resultIn(out))).toEqual([])
  },
)

async function runWithoutTools(kernel: string) {
  const env = { LVSLAB_CACHE: scratch('nothing') }
  const { exitCode, all } = await start(['run', 'dr', '--kernel', kernel, '--out', scratch()], { env })
  return { status: exitCode, text: all.replace(/\n +(?:\| )?/g, ' ') }
}
