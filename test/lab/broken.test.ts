import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadLab } from '../../src/lab/load.ts'
import { formatDiagnostic } from '../../src/text/diagnostic.ts'
import { optionsIn } from './options.ts'

const FOLDER = join(import.meta.dirname, '../broken')
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))

/** Every NAME.yaml is wrong in the way that NAME.txt shows. `vitest -u` writes the .txt: read it before you keep it. */
describe('broken labs', () => {
  test('there are many', () => expect(files.length).toBeGreaterThan(60))

  test.each(files)('%s', async (file) => {
    const bytes = readFileSync(join(FOLDER, file))
    const loaded = loadLab({ path: join(FOLDER, file) }, optionsIn(bytes.toString('latin1')))
    const errors = loaded.ok ? [] : loaded.errors
    expect(errors).not.toEqual([])
    const text = errors.map((error) => `${formatDiagnostic(error)}\n`).join('\n')
    const expected = join(FOLDER, `${basename(file, '.yaml')}.txt`)
    await expect(text.replaceAll(`${FOLDER}/`, '')).toMatchFileSnapshot(expected)
  })
})
