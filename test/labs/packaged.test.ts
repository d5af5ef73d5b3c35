import { describe, expect, test } from 'vitest'
import { IS_BUILT } from './support/built.ts'
import { expectPass, run } from './support/lvslab.ts'

const PACKAGED = { env: { LVSLAB_KERNEL: 'packaged' } }

describe.skipIf(!IS_BUILT)("Debian's kernel, where all other tests have one that was built for labs", () => {
  test.each(['dr', 'nat-tables', 'tun-gre', 'keepalived-nat'])('%s keeps its promises', async (name) => {
    const finished = await run([name], PACKAGED)
    expectPass(finished)
    expect(finished.view.start?.kernelReason).toMatch(/^Debian's /)
  })

  test('has no virtual time', async () => {
    const { status, text } = await run(['dr', '--clock', 'virtual'], PACKAGED)
    expect(status, text).toBe(3)
  })
})
