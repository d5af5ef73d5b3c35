import { afterEach, expect, test, vi } from 'vitest'
import { environment } from '../../../scripts/setup/kernel/environment.ts'

afterEach(() => vi.unstubAllEnvs())

const SETTINGS = {
  ...{ MAKEFLAGS: '--dry-run', CROSS_COMPILE: 'none-', LLVM: '1', KCFLAGS: '-O0', CC: 'false', ARCH: 'x86' },
  ...{ KBUILD_BUILD_USER: 'me', KBUILD_OUTPUT: '/nowhere', LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' },
}

test('a build sees nothing of what its user has set, and says nothing of who and when', () => {
  for (const [name, value] of Object.entries({ ...SETTINGS, HOME: '/home/me', TMPDIR: '/room' })) {
    vi.stubEnv(name, value)
  }
  expect(environment('/no/tools')).toEqual({
    ...{ PATH: process.env.PATH, HOME: '/home/me', TMPDIR: '/room', LC_ALL: 'C' },
    ...{ KBUILD_BUILD_USER: 'lvslab', KBUILD_BUILD_HOST: 'lvslab', KBUILD_BUILD_VERSION: '1' },
    KBUILD_BUILD_TIMESTAMP: '1970-01-01 00:00:00 UTC',
  })
})
