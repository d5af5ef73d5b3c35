import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { scratch } from '../support/scratch.ts'

const ROOT = join(import.meta.dirname, '../..')
const PROVISION = join(ROOT, 'scripts/vagrant/provision.sh')
const NO_VAGRANT =
  spawnSync('vagrant', ['--version']).error === undefined ? '' : ' (skipped: no vagrant here)'

let root: string
beforeEach(() => {
  root = scratch('machine')
  mkdirSync(join(root, 'bin'))
  for (const name of ['apt-get', 'runuser']) stub(name, `echo ${name} "$@" >>"${root}/called"`)
  stub('lvslab', 'echo called with "$@"')
  // A machine that has nothing else.
  for (const name of ['sh', 'cat', 'chmod', 'mkdir', 'script'])
    symlinkSync(pathOf(name), join(root, 'bin', name))
})

const pathOf = (name: string): string => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()

function stub(name: string, line: string): void {
  writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
}

function sh(words: readonly string[]) {
  const env = { PATH: join(root, 'bin'), SHELL: '/bin/sh', LVSLAB_ROOT: root }
  return spawnSync(words[0] ?? '', words.slice(1), { env, encoding: 'utf8' })
}

const provision = () => sh([PROVISION, 'somebody', '/home/somebody/lvs lab'])
const greeting = () => join(root, 'etc/profile.d/lvslab.sh')

describe('the provisioning of a Vagrant machine', () => {
  test('installs what npm needs, and has the user do the rest', () => {
    expect(provision()).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(root, 'called'), 'utf8').split('\n')).toEqual([
      'apt-get update -q',
      'apt-get install -qy --no-install-recommends ca-certificates git nodejs npm',
      'runuser -u somebody -- /home/somebody/lvs lab/scripts/lvslab doctor',
      '',
    ])
  })

  test('leaves an npm alone that is there', () => {
    stub('npm', '')
    provision()
    expect(readFileSync(join(root, 'called'), 'utf8')).toContain('ca-certificates git\n')
  })

  test('puts a command into the path, which is the one of the checkout', () => {
    provision()
    const command = join(root, 'usr/local/bin/lvslab')
    expect(statSync(command).mode & 0o777).toBe(0o755)
    expect(readFileSync(command, 'utf8')).toContain('exec \'/home/somebody/lvs lab/scripts/lvslab\' "$@"')
  })

  test('may be done twice, and ends where something fails', () => {
    expect(provision().status).toBe(0)
    expect(provision().status).toBe(0)
    stub('apt-get', 'exit 100')
    expect(provision().status).toBe(100)
  })

  test('greets at a terminal with the labs, and nobody else', () => {
    provision()
    expect(existsSync(greeting())).toBe(true)
    expect(sh(['sh', '-c', `. ${greeting()}`]).stdout).toBe('')
    const typed = sh(['script', '-qec', `sh -c '. ${greeting()}'`, '/dev/null'])
    expect(typed.stdout).toContain('called with list --brief')
    expect(typed.stdout).toContain('lvslab ui')
  })
})

test.skipIf(NO_VAGRANT !== '')(`vagrant validates the Vagrantfile${NO_VAGRANT}`, () => {
  const env = { ...process.env, VAGRANT_HOME: scratch('vagrant') }
  const done = spawnSync('vagrant', ['validate', '--ignore-provider'], { cwd: ROOT, env, encoding: 'utf8' })
  expect(done.stdout + done.stderr).toContain('Vagrantfile validated successfully')
})
