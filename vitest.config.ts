import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { chromiumPath, tmuxPath, tsharkPath } from './src/setup/sysroot.ts'
import { LongestFirst } from './test/support/longest-first.ts'

/** Where the set-up for tests has put tshark; empty where it could not. */
const LVSLAB_TSHARK = tsharkPath() ?? ''

/** The same of Chromium. */
const LVSLAB_CHROMIUM = chromiumPath() ?? ''

/** The same of tmux. */
const LVSLAB_TMUX = tmuxPath() ?? ''

/** Unit tests start lvslab from its sources some eighty times: most of that is taking their types out. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, 'node_modules/.cache/node')

const LABS = 'test/labs/**/*.test.ts'

/** Minutes are no promise about speed: only what hangs on a busy machine shall meet this deadline. */
const PATIENCE = 20 * 60_000

/**
 * Two files a processor: a kernel waits for half of its time. Files share a process and what it has imported, which
 * takes longer than most files' tests.
 */
export default defineConfig({
  test: {
    env: { LVSLAB_TSHARK, LVSLAB_CHROMIUM, LVSLAB_TMUX },
    setupFiles: 'test/support/each-file.ts',
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    isolate: false,
    maxWorkers: 2 * availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [LABS],
          env: { NODE_COMPILE_CACHE },
        },
      },
      {
        extends: true,
        test: { name: 'labs', include: [LABS], globalSetup: 'test/labs/support/set-up.ts' },
      },
    ],
  },
})
