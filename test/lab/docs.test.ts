import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../src/lab/index.ts'
import { mergeMaps } from '../../src/lab/text/patch.ts'
import { plain } from '../../src/lab/text/tree.ts'
import { readYaml } from '../../src/lab/text/yaml.ts'
import { good } from './support.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/lab-format.md'), 'utf8')
const [whole = '', ...parts] = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block)

const read = (yaml: string) => readYaml({ path: 'docs', text: yaml }).tree ?? expect.fail('not YAML')

describe('examples of docs/lab-format.md', () => {
  test('the first is a whole lab', () => expect(good(whole).changes).toHaveLength(1))

  test.each(parts)('each other one fits into it: %s', (part) => {
    const lab = JSON.stringify(plain(mergeMaps(read(whole), read(part), [])))
    for (const { name } of good(lab).changes) good(lab, { change: name })
  })

  test('every cause is listed', () => {
    for (const cause of Object.keys(CAUSES)) expect(text).toContain(`\`${cause}\``)
  })
})
