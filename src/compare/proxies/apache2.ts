import { eachService, type ProxyProgram } from './proxy.ts'

const MODULES = [
  'mpm_event',
  'authz_core',
  'slotmem_shm',
  'proxy',
  'proxy_http',
  'proxy_balancer',
  'lbmethod_byrequests',
]

/** Apache httpd with mod_proxy; it serves nothing as root. */
export const apache2: ProxyProgram = {
  program: 'apache2',
  files: (services) => ({
    'apache2.conf': `User nobody
Group nogroup
ServerName compared
DefaultRuntimeDir .
PidFile apache2.pid
ErrorLog /proc/self/fd/2
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
ServerLimit 1
StartServers 1
${eachService(services, ({ vip, servers }, name) => [
  `Listen ${vip}:80`,
  `<Proxy balancer://${name}>`,
  ...servers.map((server) => `  BalancerMember http://${server}`),
  '</Proxy>',
  `<VirtualHost ${vip}:80>`,
  `  ProxyPass / balancer://${name}/`,
  '</VirtualHost>',
])}
`,
  }),
}
