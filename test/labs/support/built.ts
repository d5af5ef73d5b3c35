import { afterAll, beforeAll, vi } from 'vitest'
import { virtualImage } from '../../../src/kernel/image.ts'

/** Whether there is a kernel with virtual time; `lvslab kernel build` makes one. */
export const IS_BUILT = virtualImage().ok

/** Has the tests of a file run on Debian's kernel, even where another one was built. */
export function usePackagedKernel(): void {
  beforeAll(() => {
    vi.stubEnv('LVSLAB_KERNEL', 'packaged')
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })
}
