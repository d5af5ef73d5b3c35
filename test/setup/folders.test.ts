import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { folders } from '../../src/setup/folders.ts'

const ENVIRONMENTS: readonly NodeJS.ProcessEnv[] = [
  { HOME: '/home/a' },
  { HOME: '/home/a', XDG_CACHE_HOME: '/caches', XDG_STATE_HOME: '/states' },
  { HOME: '/home/a', XDG_CACHE_HOME: '/caches', LVSLAB_CACHE: '/mine' },
  { HOME: '/home/a', XDG_CACHE_HOME: '', LVSLAB_CACHE: '' },
  { HOME: '/home/a', LVSLAB_CACHE: 'beside' },
]

describe('folders', () => {
  it('follow the XDG Base Directory Specification', () => {
    expect(folders({ HOME: '/home/a' })).toEqual({
      cache: '/home/a/.cache/lvslab',
      state: '/home/a/.local/state/lvslab',
      runs: '/home/a/.local/state/lvslab/runs',
    })
    expect(folders({ HOME: '/home/a', XDG_STATE_HOME: '/states' }).runs).toBe('/states/lvslab/runs')
  })

  it.each(ENVIRONMENTS)('are the same for the launcher: %j', async (env) => {
    const script = 'root=/ . "$0"; printf %s "$LVSLAB_CACHE"'
    const file = join(import.meta.dirname, '../../scripts/setup/env.sh')
    const { stdout } = await execa('sh', ['-c', script, file], { env, extendEnv: false })
    expect(folders(env).cache).toBe(stdout)
  })
})
