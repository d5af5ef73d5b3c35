import { eachService, type Proxied, type ProxyProgram } from './proxy.ts'

/** Apache Traffic Server without its cache: names in remap.config stand for entries of parent.config. */
export const trafficserver: ProxyProgram = {
  program: 'trafficserver',
  files: (services) => ({
    'records.config': records(services),
    'remap.config': `${eachService(services, ({ vip }, name) => [`map http://${vip}/ http://${name}/`])}\n`,
    'parent.config': `${eachService(services, ({ servers }, name) => [
      `dest_domain=${name} parent="${servers.join(';')}" round_robin=strict parent_is_proxy=false go_direct=false`,
    ])}\n`,
    'ip_allow.yaml': 'ip_allow:\n  - { apply: in, ip_addrs: 0/0, action: allow, methods: ALL }\n',
    'storage.config': '# No disk: nothing is kept.\n',
    'plugin.config': '# No plugins.\n',
  }),
}

function records(services: readonly Proxied[]): string {
  const ports = services.map(({ vip }) => `80:ip-in=${vip}`).join(' ')
  const settings = [
    'admin.user_id STRING nobody',
    `http.server_ports STRING ${ports}`,
    'http.cache.http INT 0',
    'url_remap.remap_required INT 1',
    'http.no_dns_just_forward_to_parent INT 1',
    'log.logging_enabled INT 0',
    'exec_thread.autoconfig.enabled INT 0',
    'exec_thread.limit INT 1',
    'accept_threads INT 0',
    'task_threads INT 1',
  ]
  return `${settings.map((setting) => `CONFIG proxy.config.${setting}`).join('\n')}\n`
}
