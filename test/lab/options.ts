import type { LoadOptions } from '../../src/lab/load.ts'

/** Options that a test file asks for in a first line such as `# lvslab: --set vip=10.0.0.9 --fault arp`. */
export function optionsIn(text: string): LoadOptions {
  const [, line = ''] = /^# lvslab: (.*)/.exec(text) ?? []
  const words = [...line.matchAll(/--(set|fault) ("[^"]*"|\S+)/g)].map(([, option, value = '']) => ({
    option,
    value: value.replaceAll('"', ''),
  }))
  const set = words
    .filter(({ option }) => option === 'set')
    .map(({ value }) => value.split('=') as [string, string])
  const change = words.find(({ option }) => option === 'fault')?.value
  return { set: Object.fromEntries(set), ...(change === undefined ? {} : { change }) }
}
