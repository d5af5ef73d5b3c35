import { relative } from 'node:path'
import type { Account, Tested } from './tested.ts'

/** Finds the line of a key in a lab's file, counted from 1. */
export type LineOf = (file: string, key: string) => number

/**
 * Annotations for GitHub Actions, one a line for each test that did not pass, at its place in the lab's file ("Workflow
 * commands for GitHub Actions"); `root` is the folder of the repository.
 */
export function annotations({ tested }: Account, root: string, lineOf: LineOf): string[] {
  return tested.filter(({ outcome }) => outcome !== 'pass').map((one) => annotation(one, root, lineOf))
}

function annotation(
  { group, name, file, key, title, reasons }: Tested,
  root: string,
  lineOf: LineOf,
): string {
  const properties = {
    file: relative(root, file),
    line: String(lineOf(file, key)),
    title: `${group}: ${name}`,
  }
  const told = Object.entries(properties).map(([property, value]) => `${property}=${escapedProperty(value)}`)
  return `::error ${told.join(',')}::${escaped([title, ...reasons].join('\n'))}`
}

const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
