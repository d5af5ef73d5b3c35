import { dirname } from 'node:path'
import type { FilterTable } from '../lab/topology/types.ts'
import { batchText, quote } from './quote.ts'
import type {
  AwaitDaemon,
  CapturePoint,
  DaemonPlan,
  Operation,
  Ready,
  SignedCertificate,
  TestDaemon,
} from './types.ts'
import { inNamespace, renderStart } from './words.ts'

/** Operations of one step as lines for sh(1). */
export function renderOperations(operations: readonly Operation[]): string[] {
  return inRuns(operations).map(renderAlike)
}

/** What is waited for at one time, one process waits for; everything else stands by itself. */
function inRuns(operations: readonly Operation[]): Operation[][] {
  const runs: Operation[][] = []
  for (const operation of operations) {
    const last = runs.at(-1)
    if (operation.kind === 'await' && last?.[0]?.kind === 'await') last.push(operation)
    else runs.push([operation])
  }
  return runs
}

function renderAlike(operations: readonly Operation[]): string {
  const awaits = operations.filter((one) => one.kind === 'await')
  return awaits.length > 0
    ? hereDocument('await', awaits.flatMap(awaitLines).join('\n'))
    : operations.map(renderOperation).join('\n')
}

function renderOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'ip': {
      const where = operation.namespace === undefined ? '' : ` -n ${quote(operation.namespace)}`
      return hereDocument(`ip${where} -batch -`, batchText(operation.lines))
    }
    case 'tc':
    case 'bridge': {
      const command = `${operation.kind} -n ${quote(operation.namespace)} -batch -`
      return hereDocument(command, batchText(operation.lines))
    }
    case 'settings':
      return hereDocument('settings', batchText(operation.lines.map(settingWords)))
    case 'ipvs': {
      const command = inNamespace(operation.namespace, ['ipvsadm', '-R'])
      return hereDocument(command, batchText(operation.lines))
    }
    case 'netfilter': {
      const command = inNamespace(operation.namespace, [RESTORE[operation.family]])
      return hereDocument(command, operation.tables.map(tableText).join('\n'))
    }
    case 'resolver':
      return ['resolver', operation.namespace, ...operation.addresses].map(quote).join(' ')
    case 'bodies':
      return `bodies ${operation.sizes.join(' ')}`
    case 'self-signed':
      return `sign_itself ${quote(operation.file)} ${quote(operation.name)}`
    case 'signed':
      return renderSigned(operation)
    case 'files':
      return renderFiles(operation.daemon).join('\n')
    case 'test':
      return [...renderFiles(operation.daemon), renderTest(operation)].join('\n')
    case 'start': {
      const files = operation.daemon.test ? [] : renderFiles(operation.daemon)
      return [...files, renderStart(operation.daemon)].join('\n')
    }
    case 'stop':
      return `end ${quote(operation.daemon.name)} ${operation.daemon.stop}`
    case 'signal':
      return `tell ${quote(operation.daemon.name)} ${operation.signal}`
    case 'await':
      return hereDocument('await', awaitLines(operation).join('\n'))
    case 'capture':
      return renderCapture(operation.capture)
    case 'monitor':
      return `monitor ${quote(operation.namespace)}`
  }
}

function renderSigned({ file, days, names }: SignedCertificate): string {
  const all = names.map((name) => `DNS:${name}`).join(',')
  return `sign ${[file, String(days), names[0] ?? '', all].map(quote).join(' ')}`
}

const RESTORE = { ipv4: 'iptables-legacy-restore', ipv6: 'ip6tables-legacy-restore' } as const

/** As iptables-save(8) writes it: the table, its rules, and COMMIT. */
function tableText({ table, rules }: FilterTable): string {
  return [`*${table}`, ...rules, 'COMMIT'].join('\n')
}

function settingWords(
  setting: { namespace: string; key: string; value: string } | { namespace: string; offloads: string },
): string[] {
  return 'key' in setting
    ? [setting.namespace, setting.key, ...setting.value.split(' ')]
    : [setting.namespace, 'offloads', setting.offloads]
}

function renderCapture({ namespace, interface: name, snapLength, buffer }: CapturePoint): string {
  return `capture ${quote(namespace)} ${quote(name)} ${snapLength} ${buffer}`
}

function renderFiles({ name: daemon, files }: DaemonPlan): string[] {
  const folder = `"$run"/${quote(daemon)}`
  return Object.entries(files).flatMap(([name, content]) => [
    ...(name.includes('/') ? [`mkdir -p ${folder}/${quote(dirname(name))}`] : []),
    `printf %s ${quote(content)} >${folder}/${quote(name)}`,
  ])
}

function renderTest({ daemon: { name, node }, test }: TestDaemon): string {
  const known = test.known.map(({ file, from, to }) => `${from} ${to} ${file}`).join('\n')
  return `examine ${[name, node, known, test.remedy, ...test.argv].map(quote).join(' ')}`
}

function awaitLines({ daemon: { name }, until }: AwaitDaemon): string[] {
  return until.map((one) => `${name} ${readyWords(one)}`)
}

function readyWords(ready: Ready): string {
  switch (ready.kind) {
    case 'listens':
      return `listens ${ready.protocol} ${ready.port}`
    case 'says':
      return `says ${ready.seconds} ${ready.times} ${ready.pattern}`
    case 'established':
      return `established ${ready.seconds}`
  }
}

/** The delimiter is quoted, so nothing in the text is expanded; a text that holds it is a bug of the caller. */
function hereDocument(command: string, text: string): string {
  if (/^END$/m.test(text)) throw new Error(`text for "${command}" holds the delimiter`)
  return `${command} <<'END'\n${text.replace(/\n$/, '')}\nEND`
}
