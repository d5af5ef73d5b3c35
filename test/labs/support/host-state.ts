import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { sysroot } from './toolbox.ts'

/** Settings that the kernel itself changes as time goes by. */
const RESTLESS = [/nf_conntrack_count$/, /\/route\/flush$/]

/** Fields of iproute2's JSON that count down, or follow the machine's own traffic. */
const RESTLESS_FIELDS = new Set(['valid_life_time', 'preferred_life_time', 'expires'])

/** What is private to this machine's kernel and a lab might touch, by what it is. */
export type HostState = Readonly<Record<string, unknown>>

/** Addresses, links, routes, rules, neighbours of a lab's subnets, sysctls, firewall, namespaces and mounts. */
export async function hostState(labSubnets: RegExp): Promise<HostState> {
  const neighbours = (await ip('neighbour', 'show')) as { dst: string }[]
  return {
    addresses: await ip('address', 'show'),
    links: await ip('link', 'show'),
    routes: await ip('route', 'show', 'table', 'all'),
    routes6: await ip('-6', 'route', 'show', 'table', 'all'),
    rules: await ip('rule', 'show'),
    neighbours: neighbours.filter(({ dst }) => labSubnets.test(dst)),
    namespaces: await ip('netns', 'list'),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n'),
    sysctls: Object.fromEntries(settingsBelow('/proc/sys/net')),
    firewall: await Promise.all(FIREWALL_TOOLS.map(rulesOf)),
  }
}

const FIREWALL_TOOLS = [
  ['nft', 'list', 'ruleset'],
  ['iptables-save'],
  ['ip6tables-save'],
  ['ipvsadm', '-Sn'],
] as const

/** Where a tool is missing or may not be used, there is nothing to compare. Counters and comments are left out. */
async function rulesOf([name, ...words]: readonly [string, ...string[]]): Promise<string> {
  const { stdout, failed } = await toolOutput(name, words)
  return failed ? `no ${name}` : stdout.replace(/^#.*|\[\d+:\d+\]|packets \d+ bytes \d+/gm, '')
}

async function ip(...words: readonly string[]): Promise<unknown> {
  const { stdout } = await toolOutput('ip', ['-j', ...words])
  return JSON.parse(stdout || '[]', (key, value) => (RESTLESS_FIELDS.has(key) ? undefined : value))
}

function toolOutput(name: string, words: readonly string[]) {
  const { libraries, tool } = sysroot()
  return execa(tool(name) ?? name, words, { env: { LD_LIBRARY_PATH: libraries }, reject: false })
}

function settingsBelow(folder: string): [path: string, value: string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return settingsBelow(path)
    return RESTLESS.some((pattern) => pattern.test(path)) ? [] : [[path, settingAt(path)]]
  })
}

/** Some can only be written, others only be read by root. */
function settingAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}
