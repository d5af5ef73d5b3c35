import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Journey } from '../../src/journey/types.ts'
import { listLabs } from '../../src/lab/index.ts'
import { recorded } from '../support/runs/recorded.ts'
import { scratch } from '../support/scratch.ts'
import { eventsIn, start } from './support/lvslab.ts'
import { Terminal, TMUX } from './support/terminal.ts'

/** The list of labs is complete. */
const ALL = ` ${listLabs().length} labs`

const title = TMUX ? 'lvslab ui' : 'lvslab ui (skipped: the set-up could not get tmux)'

describe.skipIf(!TMUX)(title, () => {
  test('a lab is found, read, run with a fault, explained, and its packets are played', async () => {
    using terminal = new Terminal(['ui', '--kernel', 'uml'])
    await terminal.see(ALL)
    terminal.type('/dr')
    await terminal.see(/› dr +LVS direct routing on one LAN +\d+ faults/)
    terminal.press('Enter')
    await terminal.see('Everybody shares one Ethernet.')
    terminal.press('Tab')
    await terminal.see(/├─ director +eth0 10\.0\.0\.3\/24, 10\.0\.0\.100\/32/)
    terminal.press('Tab', 'Down')
    await terminal.see('because  arp-ignore on rs1 and rs2')
    terminal.press('Enter')
    await terminal.see('▸')
    await terminal.see(/dr › arp-ignore-off +FAIL/)
    terminal.press('PageDown')
    await terminal.see('remedy    on rs1 and rs2: sysctl -w')
    terminal.press('Enter')
    await terminal.see(/› .*VIP is-at \w+ .*│◄/)
    const [jumped = ''] = /frame \d+ at \S+/.exec(await terminal.see(/frame \d+ at/)) ?? []
    await terminal.see(/^0000 {2}([0-9a-f]{2} ){16}/m)
    terminal.press('g')
    await terminal.see('who-has VIP tell CIP  hop 1 of 1')
    terminal.press('+', 'Space')
    await terminal.see('playing 4/s')
    await terminal.see(jumped)
    terminal.press('Space', ']')
    await terminal.see(/TCP CIP:\d+ → VIP:80/)
    terminal.press('Space', 'Tab', 'n')
    await terminal.see(/\[director\]/)
    await terminal.see(/tcp 10\.0\.0\.100 VIP port 80 +rr/)
    terminal.press('q', 'q', 'q')
    await terminal.see('ended with status 0')
  })

  test('a live lab is broken, checked, looked at in a shell, and repaired', async () => {
    using terminal = new Terminal(['ui', '--kernel', 'uml'])
    await terminal.see(/› arp-levels/)
    terminal.type('/dr')
    await terminal.see(/› dr /)
    terminal.press('Enter')
    await terminal.see('Everybody shares one Ethernet.')
    terminal.press('u')
    await terminal.see(/\[ \] arp-ignore-off /)
    terminal.press('c')
    await terminal.see(/live › dr +PASS/)
    terminal.press('5', 'Enter')
    await terminal.see('[x] arp-ignore-off ')
    await terminal.see('Done: c checks what it does.')
    terminal.press('c')
    await terminal.see(/with arp-ignore-off +FAIL/)
    await terminal.see('✗ was ✓  Only the director claims the VIP')
    terminal.press('4', 'n', 'n')
    await terminal.see('[rs1]')
    terminal.press('s')
    await terminal.see('dr rs1:/#')
    expect(terminal.modes()).toEqual({ alternate: false, cursor: true })
    terminal.type('cat /proc/sys/net/ipv4/conf/all/arp_ignore; stty size\n')
    await terminal.see(/^0\n24 80$/m)
    terminal.type('exit\n')
    await terminal.see('[rs1]')
    expect(terminal.modes()).toEqual({ alternate: true, cursor: false })
    terminal.press('5', 'Enter')
    await terminal.see('[ ] arp-ignore-off ')
    await terminal.see('Done: c checks what it does.')
    terminal.press('c')
    await terminal.see(/live › dr +PASS/)
    await terminal.see('✓ was ✗  Only the director claims the VIP')
    terminal.press('q', 'q')
    await terminal.see(/dr +● live/)
    terminal.press('u')
    await terminal.see(/live › dr/)
    await terminal.see('[ ] arp-ignore-off ')
    terminal.press('D')
    await terminal.see('dr is down.')
    expect(readdirSync(join(terminal.home, 'live'))).toEqual([])
  })

  test('a run that goes on is interrupted in good order when the program is ended', async () => {
    using terminal = new Terminal(['ui', '--kernel', 'uml'])
    await terminal.see(ALL)
    terminal.press('r')
    await terminal.see(/✓ .* kernel /)
    terminal.press('C-c')
    await terminal.see('ended with status 0')
    const [folder = ''] = readdirSync(join(terminal.home, 'lvslab/runs'))
    const events = eventsIn(join(terminal.home, 'lvslab/runs', folder))
    expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: 'interrupted' })
  })

  const ends: Readonly<Record<string, { how: (terminal: Terminal) => void; status: number }>> = {
    q: { how: (terminal) => terminal.press('q'), status: 0 },
    'ctrl-C': { how: (terminal) => terminal.press('C-c'), status: 0 },
    SIGTERM: { how: (terminal) => terminal.signal('SIGTERM'), status: 143 },
    SIGHUP: { how: (terminal) => terminal.signal('SIGHUP'), status: 129 },
    'a crash': { how: (terminal) => terminal.signal('SIGUSR2'), status: 1 },
  }

  test.each(Object.entries(ends))('the terminal is restored after %s', async (_name, { how, status }) => {
    const crash = 'data:text/javascript,process.on(`SIGUSR2`,()=>{throw%20new%20Error(`a%20bug`)})'
    using terminal = new Terminal(['ui'], { env: { NODE_OPTIONS: `--import=${crash}` } })
    await terminal.see(ALL)
    expect(terminal.modes()).toEqual({ alternate: true, cursor: false })
    how(terminal)
    await terminal.see('icanon echo said by stty')
    expect(terminal.screen()).toContain(`ended with status ${status}`)
    expect(terminal.modes()).toEqual({ alternate: false, cursor: true })
    if (status === 1) expect(terminal.screen()).toContain('Error: a bug')
  })

  test('whatever size the terminal gets, the screen fills it and comes back', async () => {
    using terminal = new Terminal(['ui', savedRun()])
    const before = await terminal.see('Verdicts')
    for (const [columns, rows] of [
      [200, 50],
      [30, 8],
      [120, 40],
      [1, 1],
    ] as const) {
      terminal.resize(columns, rows)
      if (rows > 1) await terminal.see(new RegExp(`^.{${columns - 8},${columns}}\\n`))
    }
    terminal.resize(80, 24)
    await terminal.see('Why')
    expect(terminal.screen()).toBe(before)
  })

  test('10,000 hops are played without the screen being drawn anew', async () => {
    using terminal = new Terminal(['ui', savedRun(10_000)])
    await terminal.see('Verdicts')
    terminal.press('3')
    await terminal.see(/1\/10\d{3}/)
    terminal.press(...Array(6).fill('+'))
    await terminal.see('paused 32/s')
    const { octets } = terminal.record()
    terminal.press('Space')
    await terminal.see(/playing 32\/s {2}4\d\/10\d{3}/)
    const written = octets()
    const steps = written.match(/\/10\d{3}/g)?.length ?? 0
    expect(steps).toBeGreaterThan(20)
    expect(written).not.toMatch(/␛\[[23]?J/)
    // A whole screen takes 1,700 characters, the lines of it that change 200.
    expect(written.length / steps).toBeLessThan(700)
  })

  test('without colour, everything still has its sign', async () => {
    using terminal = new Terminal(['ui', savedRun()], { env: { NO_COLOR: '1' } })
    await terminal.see('Verdicts')
    const styled = terminal.screen(true).replaceAll('\u001b', '␛')
    expect(styled).toMatch(/␛\[[17]m/)
    expect(styled).not.toMatch(/␛\[(3|4|9|10)[0-7]m/)
    expect(styled).toContain('✗')
  })
})

test('without a terminal, lvslab ui says so and ends with status 2', async () => {
  const { exitCode, stdout, stderr } = await start(['ui'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toBe(
    'lvslab: ui needs a terminal, and standard output is none. lvslab list and lvslab run need none.',
  )
})

/** Folder of a run that was recorded, its packets over and over up to a number of hops. */
function savedRun(hops = 0): string {
  const folder = scratch()
  const events = recorded('arp-announce-off').map((event) =>
    event.type === 'judged' ? { ...event, journeys: longer(event.journeys, hops) } : event,
  )
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return folder
}

function longer(journeys: readonly Journey[], hops: number): Journey[] {
  const all = [...journeys]
  while (all.length < hops) {
    const next = journeys[all.length % journeys.length]
    if (next) all.push({ ...next, id: all.length + 1 })
  }
  return all
}
