import { eachService, type ProxyProgram } from './proxy.ts'

/** Perlbal, which draws lots. */
export const perlbal: ProxyProgram = {
  program: 'perlbal',
  files: (services) => ({
    'perlbal.conf': `${eachService(services, ({ vip, servers }, name) => [
      `CREATE POOL pool_${name}`,
      ...servers.map((server) => `  POOL pool_${name} ADD ${server}`),
      `CREATE SERVICE ${name}`,
      `  SET listen = ${vip}:80`,
      '  SET role = reverse_proxy',
      `  SET pool = pool_${name}`,
      `ENABLE ${name}`,
    ])}
`,
  }),
}
