import type { Bench, Context, Report } from '../bench.ts'
import { alternate, compared, type Samples } from '../rounds.ts'
import { inKernel, mergeSysroot } from '../world.ts'
import { type Build, bareByHand, byHand, lvslab, mininet } from './contestants.ts'

const FEW = 100
const MANY = 500

export const topology: Bench = {
  name: 'topology',
  title: `${FEW} hosts on one bridge, apply only`,
  rounds: 3,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const sysroot = await mergeSysroot()
  const build = (how: Build, hosts: number) => () => inKernel(sysroot, (guest) => how(guest, hosts))
  const contestants = {
    lvslab: build(lvslab, FEW),
    'by hand': build(byHand, FEW),
    'ip -batch alone': build(bareByHand, FEW),
    Mininet: build(mininet, FEW),
    [`lvslab, ${MANY} hosts`]: build(lvslab, MANY),
  } as const
  return report(await alternate(rounds, contestants, progress))
}

function report(samples: Samples<string>): Report {
  const of = (name: string) => samples[name] ?? []
  const ours = of('lvslab')
  const against = (name: string) => ({ unit: 's' as const, ...compared(ours, of(name)) })
  const many = compared(of(`lvslab, ${MANY} hosts`), ours)
  return {
    lines: [
      { what: 'by hand, the same work', ...against('by hand'), target: { atMost: 1.3 } },
      {
        what: 'ip -batch alone, no sysctls, no offloads',
        ...against('ip -batch alone'),
        target: { atMost: 1.3 },
      },
      { what: 'Mininet', ...against('Mininet'), target: { atMost: 1 / 5 } },
      { what: `${MANY} hosts against ${FEW}`, unit: 's', ...many, target: { atMost: 6 } },
    ],
    notes: NOTES,
  }
}

const NOTES = [
  'Every sample has a kernel of its own, freshly started. After each, one ping crosses the topology.',
  'By hand: one ip -batch for namespaces, one for links, one a host; sysctls by the shell, offloads by ethtool.',
  'Mininet sets no sysctls and no offloads, gives no bridge a namespace, and its clock leaves out the start of Python.',
]
