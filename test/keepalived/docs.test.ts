import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { labText, lineOf, type Sample, samples } from '../../scripts/samples.d/samples.ts'
import { type Director, FINDINGS, type Finding, type FindingId, SILENT } from '../../src/keepalived/index.ts'
import { listens } from '../../src/report/keepalived.ts'
import { count } from '../../src/report/text.ts'

const PAGE = join(import.meta.dirname, '../../docs/keepalived.md')

test('docs/keepalived.md explains every finding and tells what comes of every sample (vitest -u writes it)', async () => {
  const page = readFileSync(PAGE, 'utf8')
  const withFindings = withTable(page, 'findings', ['id', 'meaning', 'keepalived -t'], findingRows())
  const rows = samples().map(sampleRow)
  const whole =
    rows.length === 0
      ? withFindings
      : withTable(withFindings, 'samples', ['sample', 'implies', 'findings', 'its lab'], rows)
  await expect(whole).toMatchFileSnapshot(PAGE)
})

/** The page with a table put between its marks. */
function withTable(
  page: string,
  part: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const [before, rest = ''] = page.split(`<!-- ${part} -->`)
  const [, after] = rest.split(`<!-- /${part} -->`)
  return `${before}<!-- ${part} -->\n${lines.join('\n')}\n<!-- /${part} -->${after}`
}

const findingRows = (): string[][] =>
  Object.entries(FINDINGS).map(([id, meaning]) => [
    `\`${id}\``,
    meaning,
    SILENT.has(id as FindingId) ? 'is silent' : 'complains',
  ])

function sampleRow(sample: Sample): string[] {
  const { directors, findings } = sample.examined
  const found = findings.length === 0 ? 'none' : listed(findings)
  return [sample.name, directors.map(implied).join(), found, labText(sample)]
}

function implied({ instances, services }: Director): string {
  const vrrp = instances.length === 0 ? [] : [count(instances.length, 'VRRP instance')]
  const virtual = services.map((one) => {
    const where = one.group === undefined ? listens(one) : `group ${one.group}`
    const protocol = one.at.some(({ kind }) => kind === 'address') ? `${one.protocol} ` : ''
    return `${protocol}${where} ${one.method} ${one.scheduler} to ${count(one.servers.length, 'server')}`
  })
  return [...vrrp, ...virtual].join('; ')
}

function listed(findings: readonly Finding[]): string {
  const byId = Map.groupBy(findings, ({ id }) => id)
  return [...byId].map(([id, same]) => `\`${id}\` ${same.map(lineOf).join(', ')}`).join('; ')
}
