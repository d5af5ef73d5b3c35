import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { listLabs } from '../../src/lab/find.ts'
import { loadWithChanges } from '../../src/lab/load.ts'
import type { Lab } from '../../src/lab/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { renderProbes, renderScript } from '../../src/plan/script.ts'
import type { Plan } from '../../src/plan/types.ts'

const all = listLabs()
  .flatMap(({ file }) => loadWithChanges(file))
  .map((lab) => ({ lab, title: lab.change ? `${lab.name} ${lab.change.name}` : lab.name }))

const named = (title: string): Lab => all.find((one) => one.title === title)?.lab ?? expect.fail(title)

function scriptOf(lab: Lab): string {
  const plan = buildPlan(lab)
  return `${renderScript(plan, lab)}\n${renderProbes(plan, lab)}`
}

describe('the script of a plan', () => {
  test.each(['dr', 'dr-router'])('%s reads like this (vitest -u writes it)', async (title) => {
    await expect(scriptOf(named(title))).toMatchFileSnapshot(`pages/${title}.sh`)
  })

  test.each(all)('of $title is one that sh can read', ({ lab }) => {
    expect(() => execFileSync('sh', ['-n'], { input: scriptOf(lab) })).not.toThrow()
  })

  test.each(all)('of $title is the same every time', ({ lab }) => {
    expect(scriptOf(lab)).toBe(scriptOf(lab))
  })

  test('says which fault it has', () => {
    expect(scriptOf(named('dr vip-missing'))).toContain('(lab dr, fault vip-missing)')
  })

  test('lets no text be read as a command', () => {
    const lab = named('dr')
    const plan: Plan = {
      steps: [
        {
          title: "it's $(reboot)",
          reason: 'none',
          operations: [
            {
              kind: 'start',
              daemon: {
                ...{ name: 'rs1-http', node: 'rs1', ready: [{ kind: 'listens', protocol: 'tcp', port: 80 }] },
                ...{ reload: 'HUP', stop: 'QUIT' },
                files: { 'a b.conf': '$(reboot)\n`reboot`\n' },
                argv: ['nginx', '-p', '$DIR', '-g', 'a; reboot'],
              },
            },
          ],
        },
      ],
      captures: [],
      probes: [],
    }
    const lines = renderScript(plan, lab).split('\n')
    expect(lines).toContain(`step 0 'it'\\''s $(reboot)'`)
    expect(lines).toContain("printf %s '$(reboot)")
    expect(lines).toContain(`' >"$run"/rs1-http/'a b.conf'`)
    expect(lines).toContain(`start rs1-http rs1 nginx -p "$run"/rs1-http -g 'a; reboot'`)
  })

  test('hands netfilter rules over as they are, in the format of iptables-save', () => {
    const rules = ["-A FORWARD -m comment --comment '$(reboot)' -j DROP", '-P FORWARD DROP']
    const tables = [
      { family: 'ipv6', table: 'filter', rules } as const,
      { family: 'ipv6', table: 'nat', rules: ['-A POSTROUTING -j MASQUERADE'] } as const,
    ]
    const operation = { kind: 'netfilter', namespace: 'rs1', family: 'ipv6', tables } as const
    const steps = [{ title: 'netfilter rules', reason: 'none', operations: [operation] }]
    expect(renderScript({ steps, captures: [], probes: [] }, named('dr'))).toContain(
      [
        "nsenter --net=/run/netns/rs1 ip6tables-legacy-restore <<'END'",
        ...['*filter', ...rules, 'COMMIT', '*nat', '-A POSTROUTING -j MASQUERADE', 'COMMIT', 'END'],
      ].join('\n'),
    )
  })

  test('a text that holds the end of its own document is a bug', () => {
    const batch = { kind: 'ip' as const, lines: [['netns', 'add', 'lan'], ['END'], ['reboot']] }
    const steps = [{ title: 'namespaces', reason: 'none', operations: [batch] }]
    expect(() => renderScript({ steps, captures: [], probes: [] }, named('dr'))).toThrow(
      'holds the delimiter',
    )
  })
})
