import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, HEALTHY } from '../keepalived/support.ts'
import { lvslab } from '../support/lvslab.ts'

const PAIR = 'test/report/pages/keepalived.conf'

test('a file with nothing wrong has status 0', async () => {
  const file = join(folderWith({ 'a.conf': HEALTHY }), 'a.conf')
  const { exitCode, stdout, stderr } = await lvslab(['keepalived', file])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('tcp 10.1.2.88:80: NAT rr')
})

test('findings have status 1, as text and as JSON', async () => {
  const [text, json] = await Promise.all([
    lvslab(['keepalived', PAIR, '--id', 'lb1', '--id', 'lb2']),
    lvslab(['keepalived', PAIR, '--json']),
  ])
  expect([text.exitCode, json.exitCode]).toEqual([1, 1])
  expect(text.stdout).toContain('keepalived.conf:51:3: TUN cannot map port 80 to 8080')
  expect(JSON.parse(json.stdout).findings.map(({ id }: { id: string }) => id)).toContain('port-mapping')
})

test.each([
  [['gone.conf'], /^gone\.conf: cannot be read: ENOENT/],
  [[PAIR, PAIR, '--id', 'lb1'], /^lvslab: --id is given as often as there are files/],
  [[], /missing required argument 'files'/],
])('%j is refused with status 2', async (args, reason) => {
  const { exitCode, stdout, stderr } = await lvslab(['keepalived', ...args])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(reason)
})
