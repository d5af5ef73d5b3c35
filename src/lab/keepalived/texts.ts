import { dirname, join } from 'node:path'
import { readDirector } from '../../keepalived/index.ts'
import { entryOf, type Tree } from '../text/tree.ts'

/** Texts of the configuration that stands under a `keepalived` key, included ones too; none where it cannot be read. */
export function configurationTexts(tree: Tree): string[] {
  const file = tree.kind === 'map' ? entryOf(tree, 'file')?.value : tree
  if (file?.kind !== 'scalar' || typeof file.value !== 'string') return []
  const read = readDirector({ path: join(dirname(file.place.source.path), file.value) })
  return read.ok ? read.director.sources.map(({ text }) => text) : []
}
