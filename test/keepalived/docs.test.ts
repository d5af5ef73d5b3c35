import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  type Director,
  examine,
  FINDINGS,
  type Finding,
  type FindingId,
  SILENT,
} from '../../src/keepalived/index.ts'
import { listens } from '../../src/report/keepalived.ts'
import { count } from '../../src/report/text.ts'
import { findToolbox } from '../../src/setup/sysroot.ts'
import { positionOf } from '../../src/text/source.ts'

const PAGE = join(import.meta.dirname, '../../docs/keepalived.md')
const samples = join(findToolbox()?.path ?? '', 'usr/share/doc/keepalived/samples')
const names = found(samples)

function found(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith('keepalived.conf'))
  } catch {
    return []
  }
}

test('docs/keepalived.md explains every finding and tells what comes of every sample (vitest -u writes it)', async () => {
  const page = readFileSync(PAGE, 'utf8')
  const withFindings = withTable(page, 'findings', ['id', 'meaning', 'keepalived -t'], findingRows())
  const rows = names.toSorted().map(sampleRow)
  const whole =
    rows.length === 0
      ? withFindings
      : withTable(withFindings, 'samples', ['sample', 'implies', 'findings'], rows)
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

function sampleRow(name: string): string[] {
  const result = examine([{ file: join(samples, name), id: '' }])
  const cells = result.ok
    ? [result.directors.map(implied).join(), result.findings.length === 0 ? 'none' : listed(result.findings)]
    : ['', result.errors.map(({ message }) => message).join()]
  return [name.replace('keepalived.conf.', ''), ...cells]
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
  const line = ({ place }: Finding) => (place ? positionOf(place.source.text, place.start).line : 0)
  return [...byId].map(([id, same]) => `\`${id}\` ${same.map(line).join(', ')}`).join('; ')
}
