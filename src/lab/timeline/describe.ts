import type { TimedEvent } from './types.ts'

/** What an event does, in a few words: `lb1: keepalived is killed`. */
export function describeEvent(event: TimedEvent): string {
  switch (event.kind) {
    case 'stop':
    case 'kill':
    case 'freeze':
    case 'thaw':
    case 'start':
      return `${event.node}: ${event.daemon} ${DAEMON_WORDS[event.kind]}`
    case 'down':
    case 'up':
      return `${event.node}:${event.interface} ${event.kind === 'down' ? 'loses' : 'has'} its carrier`
    case 'cut':
    case 'join':
      return `${event.nodes.join(' and ')} ${event.kind === 'cut' ? 'do not hear each other' : 'hear each other again'}`
    case 'netem':
      return `${event.node}:${event.interface} sends with ${event.options.join(' ') || 'no impairment'}`
    case 'weight':
      return `${event.node}: ${event.server} has weight ${event.weight}`
    case 'move':
      return `${event.cidr} moves from ${event.from.node} to ${event.to.node}`
    case 'announce':
      return `${event.node} announces ${event.address}`
    case 'run':
      return `${event.node}: ${event.argv.join(' ')}`
  }
}

const DAEMON_WORDS = {
  stop: 'is told to end',
  kill: 'is killed',
  freeze: 'is frozen',
  thaw: 'goes on',
  start: 'is started',
} as const
