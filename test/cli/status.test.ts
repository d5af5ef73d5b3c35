import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAKE, fakeLvslab, lvslab } from '../support/lvslab.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lvslab-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('wrong usage ends with 2, says what is wrong, and starts nothing', () => {
  test.each([
    [['rnu'], "unknown command 'rnu'", 'Did you mean run?'],
    [['run', 'dr', '--fualt', 'x'], "unknown option '--fualt'", 'Did you mean --fault?'],
    [['run'], "missing required argument 'lab'", '--help'],
    [['run', 'dr', 'dr-router'], 'too many arguments', '--help'],
    [['run', 'dx'], 'there is no lab "dx"', 'did you mean "dr"?'],
    [['run', 'dr', '--fault', 'arp-ignor-off'], '"arp-ignor-off"', 'did you mean "arp-ignore-off"?'],
    [['run', 'dr', '--kernel', 'vm'], "'vm' is invalid", 'auto, uml, host'],
    [['run', 'dr', '--reporter', 'xml'], "'xml' is invalid", 'line, json'],
    [['run', 'dr', '--timeout', '0'], "'0' is invalid", 'a number above 0'],
    [['run', 'dr', '--timeout', ''], "'' is invalid", 'a number above 0'],
    [['run', 'dr', '--set', 'rs.replicas'], "'rs.replicas' is invalid", 'NAME=VALUE'],
    [['run', 'dr', '--set', 'nonsense=1'], 'no variable "nonsense"', 'vip'],
    [['test'], 'name the labs to test', '--all'],
    [['test', 'dr', '--jobs', '1.5'], "'1.5' is invalid", 'whole number'],
    [['schema', 'labs'], "'labs' is invalid", 'lab, result'],
    [['validate', join(import.meta.dirname, 'nowhere.yaml')], 'no such file', 'nowhere.yaml'],
  ])('%j', async (args, wrong, hint) => {
    const { exitCode, stdout, stderr } = await lvslab(args, { XDG_STATE_HOME: folder })
    const told = stderr.replaceAll(/\s+/g, ' ')
    expect(told).toContain(wrong)
    expect(told).toContain(hint)
    // A path is as long as it is.
    const words = stderr.split('\n').filter((line) => !line.includes('/'))
    expect(words.filter((line) => line.length > 80)).toEqual([])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(readdirSync(folder)).toEqual([])
  })
})

test.each([[[]], [['--help']], [['run', '--help']], [['help', 'run']], [['--version']]])(
  '%j ends with 0',
  async (args) => {
    const { exitCode, stdout, stderr } = await lvslab(args)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(args[0] === '--version' ? /^\d+\.\d+\.\d+$/ : /^Usage: lvslab/)
  },
)

describe('a run ends with the status of its outcome', () => {
  test.each([
    ['pass', 0],
    ['fail', 1],
    ['error', 1],
    ['unsupported', 3],
    ['inconclusive', 4],
    ['interrupted', 130],
  ])('%s: %i', async (outcome, status) => {
    const { exitCode, stdout, stderr } = await fakeLvslab([outcome, 'run', 'dr', join(folder, 'out')])
    expect({ exitCode, stderr }).toEqual({ exitCode: status, stderr: '' })
    expect(stdout).toContain(`\n${outcome.toUpperCase()} `)
  })
})

describe('the folder of a run', () => {
  test('is made where it is missing, and takes events and result', async () => {
    const out = join(folder, 'a', 'b')
    await fakeLvslab(['pass', 'run', 'dr', out])
    expect(readdirSync(out).sort()).toEqual(['events.jsonl', 'result.json'])
  })

  test('is left as it is when it holds anything', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    const { exitCode, stderr } = await fakeLvslab(['pass', 'run', 'dr', folder])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`${folder} is not empty`)
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  test('cannot be below a file', async () => {
    writeFileSync(join(folder, 'file'), '')
    const { exitCode, stderr } = await fakeLvslab(['pass', 'run', 'dr', join(folder, 'file', 'out')])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `lvslab: ${folder}/file/out cannot be used for the results: ENOTDIR: not a directory.`,
    })
  })

  test.skipIf(process.getuid?.() === 0)('has to be writable', async () => {
    mkdirSync(join(folder, 'out'), { mode: 0o500 })
    const { exitCode, stderr } = await fakeLvslab(['pass', 'run', 'dr', join(folder, 'out')])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('EACCES') })
  })

  test('is a new one below the state folder by default, also for runs of the same second', async () => {
    const run = () => fakeLvslab(['pass', 'run'], { XDG_STATE_HOME: folder })
    const results = await Promise.all([run(), run(), run()])
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    const runs = readdirSync(join(folder, 'lvslab', 'runs'))
    expect(runs).toHaveLength(3)
    expect(runs.every((name) => /^\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-dr(-\d)?$/.test(name))).toBe(true)
  })
})

test('a file of the run that cannot be written fails the run, whatever its outcome', async () => {
  const command = `trap '' XFSZ; ulimit -f 8; exec '${process.execPath}' '${FAKE}' pass run dr '${folder}/out'`
  const { exitCode, stderr } = await execa('bash', ['-c', command], { reject: false })
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'lvslab: EFBIG: file too large, write' })
})
