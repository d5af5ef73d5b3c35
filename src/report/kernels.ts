import type { Page } from './page.ts'
import { table } from './table.ts'
import { labelled } from './text.ts'

/** A User-Mode Linux that labs can run on without root, or what is left of one. */
export interface ListedKernel {
  readonly name: string
  /** Whether labs run on it. */
  readonly used: boolean
  /** What `uname -r` says inside it; absent where it cannot be used. */
  readonly release?: string
  /** Of the program. */
  readonly bytes?: number
  /** ISO 8601; absent for Debian's. */
  readonly built?: string
  /** Why it cannot be used. */
  readonly problem?: string
}

/** A line for each kernel; below them, why one cannot be used. */
export function kernelLines(kernels: readonly ListedKernel[], { width, paint }: Page): string[] {
  const rows = kernels.map(({ name, used, release, bytes, built, problem }) => [
    used ? '*' : '',
    name,
    problem === undefined ? (release ?? '') : 'broken',
    bytes === undefined ? '' : `${(bytes / 1e6).toFixed(1)} MB`,
    built === undefined ? '' : `${built.slice(0, 16).replace('T', ' ')} UTC`,
  ])
  const columns = [
    { style: 'green' },
    { title: 'kernel', style: 'bold' },
    { title: 'Linux' },
    { title: 'size', align: 'right' },
    { title: 'built' },
  ] as const
  const problems = kernels.flatMap(({ problem }) =>
    problem === undefined ? [] : labelled(width, '  ', problem),
  )
  return [...table(columns, rows, width, paint), ...(problems.length > 0 ? ['', ...problems] : [])]
}
