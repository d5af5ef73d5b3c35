import type { Account, Tested } from './tested.ts'

/**
 * JUnit XML, as CI systems read it (the format of Ant's task; github.com/testmoapp/junitxml lists what is common). What
 * could not be decided or done is an error: it is never a pass, and nothing is skipped.
 */
export function junit({ tested, milliseconds }: Account): string {
  const groups = [...Map.groupBy(tested, ({ group }) => group)]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lvslab"${totals(tested)} time="${seconds(milliseconds)}">`,
    ...groups.map(([group, all]) => suite(group, all)),
    '</testsuites>',
  ].join('\n')
}

function suite(group: string, all: readonly Tested[]): string {
  const time = all.reduce((sum, one) => sum + (one.milliseconds ?? 0), 0)
  const head = `  <testsuite name="${xml(group)}"${totals(all)} time="${seconds(time)}">`
  return [head, ...all.map(testCase), '  </testsuite>'].join('\n')
}

function testCase({ group, name, title, outcome, reasons, milliseconds = 0, file }: Tested): string {
  const names = `name="${xml(`${name}: ${title}`)}" classname="${xml(group)}" file="${xml(file)}"`
  const head = `    <testcase ${names} time="${seconds(milliseconds)}"`
  if (outcome === 'pass') return `${head}/>`
  const kind = outcome === 'fail' ? 'failure' : 'error'
  const message = `type="${outcome}" message="${xml(reasons.slice(0, 2).join('; '))}"`
  return `${head}>\n      <${kind} ${message}>${xml(reasons.join('\n'))}</${kind}>\n    </testcase>`
}

function totals(all: readonly Tested[]): string {
  const failures = all.filter(({ outcome }) => outcome === 'fail').length
  const errors = all.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'pass').length
  return ` tests="${all.length}" failures="${failures}" errors="${errors}" skipped="0"`
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escaped, without what XML 1.0 has no place for (section 2.2): control characters and halves of pairs. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '·')
    .replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? '')
