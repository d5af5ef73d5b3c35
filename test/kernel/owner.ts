/** Starts a contained process tree that would live for ten minutes, says so at once, and waits. */
import { spawn } from 'node:child_process'
import { contained } from '../../src/kernel/contain.ts'

const tree = ['sh', '-c', 'sleep 600 & (setsid sleep 600 &) ; wait']
const [program = '', ...words] = contained(tree, { namespaces: [], inside: '"$@"; exit $?' }, process.pid)
spawn(program, words, { stdio: 'ignore' })
process.stdout.write('started\n')
setTimeout(() => {}, 600_000)
