import type { DaemonSpec, Node } from '../lab/types.ts'
import type { DaemonPlan } from './types.ts'

type Describe = (node: Node, spec: DaemonSpec) => DaemonPlan

/** Every kind of daemon that a lab can ask for: a new one is one more entry here. */
const KINDS: Record<DaemonSpec['kind'], Describe> = { http: nginx }

/** What has to be written and run for each daemon of a node. */
export function describeDaemons(node: Node): DaemonPlan[] {
  return node.daemons.map((spec) => KINDS[spec.kind](node, spec))
}

/**
 * nginx in one process, answering every request with its node's name: in the body, and in X-Served-By, so that
 * a client can tell who served it. All its files are in its own folder: on the host's kernel the default ones
 * would be the host's. It stays root: in a user namespace there is nobody else to give its folders to.
 */
function nginx(node: Node, spec: DaemonSpec): DaemonPlan {
  return {
    name: `${node.name}-http`,
    node: node.name,
    files: { 'nginx.conf': nginxConfiguration(node, spec.port) },
    argv: ['nginx', '-e', 'stderr', '-p', '$DIR', '-c', 'nginx.conf'],
    ready: { protocol: 'tcp', port: spec.port },
    reload: 'HUP',
    stop: 'QUIT',
  }
}

function nginxConfiguration({ name, addresses }: Node, port: number): string {
  const sockets = [`${port}`, ...(addresses.some(({ cidr }) => cidr.includes(':')) ? [`[::]:${port}`] : [])]
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `user root;
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((what) => `${what}_temp_path ${what};`).join(' ')}
  server {
    ${sockets.map((socket) => `listen ${socket} default_server;`).join(' ')}
    add_header X-Served-By ${name} always;
    default_type text/plain;
    location / { return 200 "${name}\\n"; }
  }
}
`
}
