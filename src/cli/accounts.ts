import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { annotations } from '../report/tested/github.ts'
import { junit } from '../report/tested/junit.ts'
import { markdown } from '../report/tested/markdown.ts'
import type { Account } from '../report/tested/tested.ts'
import { print } from './output.ts'
import type { AccountReporter } from './reporters.ts'

/** Nobody can guess it: until it comes, GitHub takes no line of the output for a command. */
const RESUME = randomUUID()

/** To be called before anything is printed: what labs and packets say is no command to a CI system. */
export function beginAccount(reporter: string): void {
  if (reporter === 'github') print(`::stop-commands::${RESUME}`)
}

/** Tells what was tested in the way that was asked for. */
export function tellAccount(reporter: AccountReporter, account: Account): void {
  if (reporter === 'github') tellGitHub(account)
  else print(reporter === 'junit' ? junit(account) : markdown(account))
}

/** Annotations on standard output, and the page in the file that GitHub names for it. */
function tellGitHub(account: Account): void {
  const { GITHUB_WORKSPACE, GITHUB_STEP_SUMMARY } = process.env
  print(`::${RESUME}::`)
  for (const line of annotations(account, GITHUB_WORKSPACE ?? process.cwd(), lineIn)) print(line)
  if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, `${markdown(account)}\n`)
}

/** Line of a key of a lab's file, counted from 1; the first where the file does not have it, or is gone. */
function lineIn(file: string, key: string): number {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const place = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`))
  return place < 0 ? 1 : place + 1
}
