import { eachService, type ProxyProgram } from './proxy.ts'

/** haproxy that copies octets (tcp), or reads requests (http). */
export const haproxy = (mode: 'tcp' | 'http'): ProxyProgram => ({
  program: 'haproxy',
  files: (services) => ({
    'haproxy.cfg': `defaults
  mode ${mode}
  timeout connect 5s
  timeout client 60s
  timeout server 60s
${eachService(services, ({ vip, servers }, name) => [
  `listen ${name}`,
  `  bind ${vip}:80`,
  ...servers.map((server, index) => `  server rs${index + 1} ${server}`),
])}
`,
  }),
})
