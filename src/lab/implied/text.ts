import { Document, isCollection, visit } from 'yaml'
import { positionOf, type Source } from '../../text/source.ts'
import type { Note } from './said.ts'
import type { LabFile } from './types.ts'

const WIDTH = 120
/** Collections of the lab itself and what is right below them stand in lines of their own. */
const OUTER = 2

/**
 * A lab file as a person would write it, with the notes above it.
 *
 * @param pathOf path of a configuration from the lab file
 */
export function writeLab(lab: LabFile, notes: readonly Note[], pathOf: (source: Source) => string): string {
  const document = new Document(lab, { aliasDuplicateObjects: false })
  document.commentBefore = notes.map((note) => ` ${noteText(note, pathOf)}`).join('\n')
  visit(document, {
    Collection: (_, node, path) => {
      const depth = path.filter(isCollection).length
      node.flow = depth >= OUTER && JSON.stringify(node).length + 4 * depth < WIDTH - 20
    },
  })
  return document.toString({ lineWidth: WIDTH })
}

/** `keepalived.conf:13: what there is to say`. */
export function noteText({ text, place }: Note, pathOf = ({ path }: Source): string => path): string {
  if (!place) return text
  return `${pathOf(place.source)}:${positionOf(place.source.text, place.start).line}: ${text}`
}
