import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { $ } from 'zx'
import { contained } from '../../../src/kernel/contain.ts'
import { realImage } from '../../../src/kernel/image.ts'
import { packageRoot } from '../../../src/kernel/paths.ts'
import { UML_CONTAINMENT, UML_ENVIRONMENT, umlCommand } from '../../../src/kernel/uml.ts'
import type { Sysroot } from '../../../src/setup/sysroot.ts'
import type { Bench, Context, Report } from '../bench.ts'
import { inFolder } from '../folder.ts'
import { alternate, compared, timed } from '../rounds.ts'
import { mergeSysroot } from '../world.ts'

export const cold: Bench = {
  name: 'cold',
  title: 'lvslab run dr --kernel uml, the whole process',
  rounds: 5,
  run,
}

async function run({ rounds, progress }: Context): Promise<Report> {
  const sysroot = await mergeSysroot()
  const samples = await alternate(rounds, { lvslab, floor: () => floor(sysroot) }, progress)
  const against = compared(samples.lvslab, samples.floor)
  const quickest = Math.min(...samples.lvslab)
  return {
    lines: [
      { what: 'hand-written shell script', unit: 's', ...against, target: { atMost: 1.5 } },
      { what: 'the quickest of them', unit: 's', ours: quickest, target: { atMost: 3 } },
    ],
    notes: NOTES,
  }
}

const NOTES = [
  'The script (floor.sh) runs in the same kernel, started in the same way, and does the same steps ' +
    'with the same captures; it neither decodes frames nor judges, and proves no capture by sentinel frames.',
  '3 s is the aim on two quiet cores; on a busy machine only the ratio tells.',
]

const lvslab = () => {
  const program = join(packageRoot(), 'scripts/lvslab')
  return inFolder((out) => timed(() => $({ quiet: true })`${program} run dr --kernel uml --out ${out}`))
}

function floor(sysroot: Sysroot): Promise<number> {
  return inFolder(async (out) => {
    const seconds = await timed(() => floorKernel(sysroot, out))
    await check(out)
    return seconds
  })
}

/** The serial lines, which the floor does not use, need their file descriptors all the same. */
async function floorKernel(sysroot: Sysroot, out: string): Promise<void> {
  const variables = { FLOOR_SYSROOT: sysroot.path, FLOOR_OUT: out }
  const command = umlCommand(
    sysroot,
    realImage(sysroot).image,
    join(import.meta.dirname, 'floor.sh'),
    variables,
  )
  const [file = '', ...argv] = contained(command, UML_CONTAINMENT, process.pid)
  const stdio = ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const
  await execa(file, argv, { stdio, env: UML_ENVIRONMENT, timeout: 300_000 })
}

const ANSWERS = /^(rs1\nrs2\nrs1\nrs2|rs2\nrs1\nrs2\nrs1)\nport 81: curl ended with 7\nrs1\n$/

/** A floor that left something out would be no floor. */
async function check(out: string): Promise<void> {
  const answers = await readFile(join(out, 'answers'), 'utf8')
  if (!ANSWERS.test(answers)) throw new Error(`the floor's requests ended otherwise:\n${answers}`)
  const state = await readFile(join(out, 'state'), 'utf8')
  if (!/10\.0\.0\.12:(80|http) -g/.test(state)) throw new Error("the floor's kernel state is not complete")
  for (const node of ['client', 'director', 'rs1', 'rs2']) {
    const { size } = await stat(join(out, `${node}.pcap`))
    if (size < 1000) throw new Error(`the floor's capture at ${node} holds ${size} octets`)
  }
}
