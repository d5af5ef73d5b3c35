import { nearest } from '../../text/suggest.ts'
import type { Findings } from '../text/findings.ts'
import type { Path } from '../text/tree.ts'
import type { Host } from './host.ts'
import { IPVS_SYSCTLS } from './ipvs-sysctls.ts'
import { CONF, confNames, type FamilyKey, GLOBAL_DEFAULTS, HIGHEST } from './sysctl-names.ts'

/** Reports a setting that this node has not, or a value that it cannot have. */
export function checkSysctl(key: string, value: string, path: Path, host: Host, findings: Findings): void {
  checkKey(key, path, host, findings)
  checkValue(key, value, path, findings)
}

function checkKey(key: string, path: Path, host: Host, findings: Findings): void {
  const [, family = 'ipv4', name = '', setting = ''] = /^(ipv[46])\.conf\.([^.]+)\.(.+)$/.exec(key) ?? []
  const settings = CONF[family as FamilyKey]
  const details = { part: 'key', word: key } as const
  if (key.startsWith('net.')) {
    findings.error(path, 'leave out the leading "net."', {
      part: 'key',
      suggestion: key.slice('net.'.length),
    })
  } else if (!setting) {
    checkGlobal(key, path, host, findings)
  } else if (!confNames(host).includes(name)) {
    const known = confNames(host).map((one) => `${family}.conf.${one}.${setting}`)
    findings.error(path, `"${host.role}" has no interface "${name}"`, { ...details, known })
  } else if (!settings.includes(setting)) {
    const known = settings.map((one) => `${family}.conf.${name}.${one}`)
    findings.error(path, `there is no sysctl "${key}"`, { ...details, known })
  }
}

const SHAPE = /^(?:core|ipv4|ipv6|netfilter|unix)(?:\.[a-z0-9_-]+)+$/

/** The kernel has hundreds more: what looks like one that we know is doubted, the others are let through. */
function checkGlobal(key: string, path: Path, host: Host, findings: Findings): void {
  const part = 'key'
  const known = ['ipv4.ip_forward', ...Object.keys(GLOBAL_DEFAULTS), ...IPVS_SYSCTLS, ...confKeys(host)]
  if (!SHAPE.test(key)) findings.error(path, `there is no sysctl "${key}"`, { part, known, word: key })
  else if (!known.includes(key) && nearest(key, known))
    findings.warn(path, `is there a sysctl "${key}"?`, { part, known, word: key })
}

function confKeys(host: Host): string[] {
  const keysOf = (family: FamilyKey) =>
    confNames(host).flatMap((name) => CONF[family].map((setting) => `${family}.conf.${name}.${setting}`))
  return [...keysOf('ipv4'), ...keysOf('ipv6')]
}

function checkValue(key: string, value: string, path: Path, findings: Findings): void {
  const setting = key.split('.').at(-1) ?? ''
  const isConf = /^ipv[46]\.conf\./.test(key)
  const highest = HIGHEST[key.replace(/^(ipv[46]\.conf)\.[^.]+\./, '$1.')]
  if (/[\n\0]/.test(value)) findings.error(path, 'a sysctl is one line')
  if (highest !== undefined && !(/^\d$/.test(value) && Number(value) <= highest))
    findings.error(path, `${setting} is 0 to ${highest}, not ${value}`)
  else if (isConf && !/^-?\d{1,10}$/.test(value))
    findings.error(path, `${setting} is a whole number, not "${value}"`)
}
