import { eachService, type ProxyProgram } from './proxy.ts'

const COMMON = `user root;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
`

const upstream = (name: string, servers: readonly string[]): string =>
  `  upstream ${name} { ${servers.map((server) => `server ${server};`).join(' ')} }`

/** nginx that copies octets. */
export const nginxStream: ProxyProgram = {
  program: 'nginx',
  files: (services) => ({
    'nginx.conf': `load_module /usr/lib/nginx/modules/ngx_stream_module.so;
${COMMON}stream {
${eachService(services, ({ vip, servers }, name) => [
  upstream(name, servers),
  `  server { listen ${vip}:80; proxy_pass ${name}; }`,
])}
}
`,
  }),
}

/** nginx that reads requests. */
export const nginxHttp: ProxyProgram = {
  program: 'nginx',
  files: (services) => ({
    'nginx.conf': `${COMMON}http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path body;
  ${['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${what};`).join(' ')}
${eachService(services, ({ vip, servers }, name) => [
  upstream(name, servers),
  `  server { listen ${vip}:80; location / { proxy_pass http://${name}; } }`,
])}
}
`,
  }),
}
