import { defineConfig } from 'vitest/config'
import { tsharkPath } from './src/setup/sysroot.ts'

/** Where the set-up for tests has put tshark; empty where it could not. */
const LVSLAB_TSHARK = tsharkPath() ?? ''

const LABS = 'test/labs/**/*.test.ts'

/** Minutes are no promise about speed: only what hangs on a busy machine shall meet this deadline. */
const PATIENCE = 10 * 60_000

/** Unit tests come first. Then the labs, two at a time: each boots a kernel that keeps one core busy. */
export default defineConfig({
  test: {
    env: { LVSLAB_TSHARK },
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    projects: [
      {
        extends: true,
        test: { name: 'unit', exclude: [LABS], include: ['test/**/*.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'labs',
          include: [LABS],
          globalSetup: 'test/labs/support/set-up.ts',
          sequence: { groupOrder: 2 },
          maxWorkers: 2,
        },
      },
    ],
  },
})
