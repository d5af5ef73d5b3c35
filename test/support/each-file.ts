import { afterAll } from 'vitest'
import { removeScratch } from './scratch.ts'

// vitest.config.ts has it run before every test file. Files share their process and the modules that they import, so a
// module registers its hooks only for the file that happens to import it first.
afterAll(removeScratch)
