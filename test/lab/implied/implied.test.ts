import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith } from '../../keepalived/support.ts'
import { CONFS, conf, implied, impliedBy, impliedByPair, textOf } from './support.ts'

/** Each is read as the lab that it stands for before it is compared (vitest -u writes it: read it before you keep it). */
test.each([
  ['dr', ['dr.conf'], []],
  ['pair', ['pair-a.conf', 'pair-b.conf'], []],
  ['tun', ['tun.conf'], []],
  ['several', ['several.conf'], ['port-mapping']],
] as const)('%s', async (name, files, accept) => {
  const { text } = implied(files.map(conf), accept)
  await expect(text).toMatchFileSnapshot(join(CONFS, `${name}.txt`))
})

const DR = textOf('dr.conf')
const NAT = textOf('pair-a.conf')
const SCTP = DR.replace(/vrrp_instance[^}]*}\n}\n/, '').replace('protocol TCP', 'protocol SCTP')
const HTTP_GET = /HTTP_GET {[^}]*}\n {4}}/

const withChecker = (checker: string): string => DR.replace(HTTP_GET, `${checker} {\n warmup 1\n}`)
const withUrl = (url: string): string =>
  DR.replace(HTTP_GET, `HTTP_GET {\n warmup 1\n url {\n path /\n ${url}\n}\n}`)

describe('no lab is made of', () => {
  test.each([
    [
      'nothing',
      '',
      'a.conf:1:1: it brings up no address and makes no virtual server that a client could ask',
    ],
    ['settings alone', 'global_defs {\n}\n', /^a.conf:1:1: it brings up no address/],
    [
      'what keepalived refuses',
      DR.replace('lvs_method DR', 'lvs_method FULLNAT'),
      /"FULLNAT" is no forwarding/,
    ],
    ['SCTP alone', SCTP, /^a.conf:1:1: it brings up no address/],
    ['a server on lo', DR.replace('10.0.0.12', '127.0.0.1'), 'a.conf:21:3: 127.0.0.1 is the director itself'],
    [
      'a server that has the VIP',
      DR.replace('10.0.0.12', '10.0.0.100'),
      'a.conf:21:3: 10.0.0.100 is the director',
    ],
    [
      'a server that is no host',
      DR.replace('10.0.0.12', '224.0.0.5'),
      'a.conf:21:3: no host can have the address',
    ],
    [
      'BFD',
      DR.replace(HTTP_GET, 'BFD_CHECK {\n name one\n}'),
      'a.conf:22:5: nobody in a lab answers a BFD_CHECK',
    ],
    ['a DNS server', withChecker('DNS_CHECK'), 'a.conf:22:5: nobody in a lab answers a DNS_CHECK'],
    ['a page by a pattern', withUrl('regex "^OK"'), 'a.conf:22:5: nobody knows a page at / that matches'],
    [
      'a page with a status of its own',
      withUrl('status_code 404\ndigest 640205b7b0fc66c1ea91c463fac6334d'),
      'a.conf:22:5: no page at / pleases every check of it',
    ],
    [
      'NAT and another method for one server',
      `${NAT}virtual_server 10.1.2.88 80 {\nlvs_sched rr\nlvs_method DR\nprotocol TCP\nreal_server 192.168.56.11 80 {\nTCP_CHECK {\n}\n}\n}\n`,
      /192\.168\.56\.11 is reached by DR here and by NAT elsewhere/,
    ],
  ])('%s', (_, text, reason) => {
    const { refused } = impliedBy(text)
    expect(refused?.[0]).toEqual(expect.stringMatching(reason))
  })

  test('an include by its absolute path', () => {
    const folder = folderWith({ 'b.conf': DR, 'a.conf': '' })
    writeFileSync(join(folder, 'a.conf'), `include ${folder}/b.conf\n`)
    expect(implied([{ file: join(folder, 'a.conf'), id: '' }]).refused).toEqual([
      'a.conf:1:1: an include by its absolute path cannot go along with the lab',
    ])
  })

  test('what is wrong with it is no obstacle where it is accepted', () => {
    const text = DR.replace('lvs_method DR', 'lvs_method FULLNAT')
    expect(impliedBy(text, ['method-unknown']).text).toContain('accept: [ method-unknown ]')
  })
})

describe('the lab says', () => {
  test.each([
    [
      'where an address comes from',
      DR.replace('server 10.0.0.100', 'server 10.0.9.9'),
      'a.conf:10: nothing in the configuration brings up 10.0.9.9: the lab puts it on eth0',
    ],
    [
      'that a VLAN is none',
      DR.replace('ens192', 'bond0.7'),
      'a.conf:3: bond0.7 is a link of its own in the lab: its frames have no VLAN tag',
    ],
    [
      'which script is missing',
      DR.replace(HTTP_GET, 'MISC_CHECK {\n misc_path /opt/gone\n}'),
      'a.conf:22: /opt/gone is not on this machine: keepalived leaves the check out, and the server in',
    ],
    [
      'which script is run',
      DR.replace(HTTP_GET, 'MISC_CHECK {\n misc_path "/bin/sh -c true"\n}'),
      'a.conf:22: /bin/sh is run in the lab, and what it says decides',
    ],
    [
      'that a digest is edited',
      withUrl('digest 640205b7b0fc66c1ea91c463fac6334d'),
      'a.conf:26: nobody knows the page with this digest: the lab has one of its own, and edits the digest',
    ],
    [
      'that a check comes late',
      DR.replace('warmup 1', 'warmup 40'),
      'a.conf:17: its first check comes within 40 s: no run waits for that',
    ],
    [
      'that SCTP is not asked',
      `${DR}${NAT.slice(NAT.indexOf('virtual_server ')).replace('TCP', 'SCTP')}`,
      'a.conf:31: SCTP is not asked: no client of the lab speaks it',
    ],
  ])('%s', (_, text, note) => expect(impliedBy(text).notes).toContain(note))

  test('what a pair of directors cannot take over', () => {
    const inside = /vrrp_instance INSIDE {[^}]*}\n}\n/
    const alone = (name: string) =>
      textOf(name)
        .replace(inside, '')
        .replace(/vrrp_sync_group[^}]*}\n}\n/, '')
    expect(impliedByPair(alone('pair-a.conf'), alone('pair-b.conf')).notes).toContainEqual(
      expect.stringMatching(
        /the servers' gateway is lb1 itself: when another director takes over, replies are lost/,
      ),
    )
  })
})
