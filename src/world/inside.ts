import { statSync } from 'node:fs'
import { RESOLVING, resolvPath } from '../plan/resolver.ts'

/** A command of a node, so that it finds the node's name servers where there are any. */
export function withNameServers(node: string, argv: readonly string[]): readonly string[] {
  const path = resolvPath(node)
  const has = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
  return has ? [...RESOLVING, path, ...argv] : argv
}
