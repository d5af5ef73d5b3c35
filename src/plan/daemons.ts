import type { DaemonKind } from '../lab/timeline/types.ts'
import type { DaemonSpec, Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { ServerKind } from '../lab/vocabulary.ts'
import { BODIES, uploadFolder } from './bodies.ts'
import { certificateOf } from './certificate.ts'
import { inOrderOfPriority, keepalivedPlan } from './keepalived.ts'
import { programsOf } from './programs/programs.ts'
import type { DaemonPlan } from './types.ts'

/** Every kind of daemon that a lab can ask for: a new one is one more entry here. */
const KINDS: Record<ServerKind, Kind> = {
  http: { protocol: 'tcp', configuration: httpServer },
  https: { protocol: 'tcp', configuration: httpsServer },
  smtp: { protocol: 'tcp', configuration: smtpServer },
  udp: { protocol: 'udp', configuration: udpServer },
}

type Pages = NonNullable<DaemonSpec['pages']>

/** nginx does it all. */
interface Kind {
  readonly protocol: 'tcp' | 'udp'
  /** What nginx.conf says of this server. */
  readonly configuration: (node: Node, sockets: readonly string[], pages: Pages) => string
}

/** What has to be written and run for each server of a node. */
export function serversOf(node: Node): DaemonPlan[] {
  return [...node.daemons.map((spec) => nginx(node, spec)), ...programsOf(node)]
}

/** A daemon's name in a plan. */
export function daemonName(node: string, kind: DaemonKind): string {
  return `${node}-${kind}`
}

/** The daemon of that kind that a node runs. */
export function daemonOf(node: Node, kind: DaemonKind): DaemonPlan {
  const all = [...serversOf(node), ...keepersOf([node])]
  return all.find(({ name }) => name === daemonName(node.name, kind)) as DaemonPlan
}

/** The daemons that look after servers, and are started when these are ready. */
export function keepersOf(nodes: readonly Node[]): DaemonPlan[] {
  return inOrderOfPriority(nodes).flatMap((node) =>
    node.keepalived ? [keepalivedPlan(node, node.keepalived)] : [],
  )
}

/**
 * nginx in one process. All its files are in its own folder: on the host's kernel the default ones would be the
 * host's. It stays root: in a user namespace there is nobody else to give its folders to.
 */
function nginx(node: Node, { kind, ports, pages = {}, proxied }: DaemonSpec): DaemonPlan {
  const { protocol, configuration } = KINDS[kind]
  const sockets = listenTexts(node, ports).map((socket) => (proxied ? `${socket} proxy_protocol` : socket))
  return {
    name: daemonName(node.name, kind),
    node: node.name,
    files: { 'nginx.conf': configuration(node, sockets, pages), ...pageFiles(pages) },
    argv: ['nginx', '-e', 'stderr', '-p', '$DIR', '-c', 'nginx.conf'],
    ready: ports.map((port) => ({ kind: 'listens', protocol, port })),
    reload: 'HUP',
    stop: 'QUIT',
  }
}

/** nginx listens on one family by each `listen`. */
function listenTexts({ addresses }: Node, ports: readonly number[]): string[] {
  const six = addresses.some(({ cidr }) => cidr.includes(':'))
  return ports.flatMap((port) => [`${port}`, ...(six ? [`[::]:${port}`] : [])])
}

const COMMON = `user root;
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
`

/**
 * Answers every request with its node's name: in the body, and in X-Served-By, so that a client can tell who
 * served it. /bytes/N is a body of N octets, with ?rate=R at most R of them a second; what is put to /upload/NAME is kept as it came.
 */
function httpServer({ name: node }: Node, sockets: readonly string[], pages: Pages, more = ''): string {
  const temporary = ['proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `${COMMON}http {
  access_log off;
  client_body_temp_path ${BODIES}/${node};
  ${temporary.map((what) => `${what}_temp_path ${what};`).join(' ')}
  server {
    ${sockets.map((socket) => `listen ${socket} default_server;`).join(' ')}${more}
    add_header X-Served-By ${node} always;
    default_type text/plain;
    location / { return 200 "${node}\\n"; }${locations(pages)}
    location /bytes/ { root ${BODIES}; limit_rate $arg_rate; }
    location /upload/ { alias ${uploadFolder(node)}/; dav_methods PUT; create_full_put_path on; client_max_body_size 0; }
  }
}
`
}

function httpsServer(node: Node, sockets: readonly string[], pages: Pages): string {
  const secure = sockets.map((socket) => `${socket} ssl`)
  const file = certificateOf(node)
  return httpServer(node, secure, pages, `\n    ssl_certificate ${file}; ssl_certificate_key ${file};`)
}

/** Pages as files below the daemon's folder, which nginx takes for its prefix. */
function pageFiles(pages: Pages): Record<string, string> {
  const texts = Object.values(pages).flatMap((page, index) =>
    typeof page === 'string' ? [[pagePath(index), page] as const] : [],
  )
  return Object.fromEntries(texts)
}

const pagePath = (index: number): string => `pages/${index}`

function locations(pages: Pages): string {
  const lines = Object.entries(pages).map(([path, page], index) => {
    const answer = typeof page === 'string' ? `root .; try_files /${pagePath(index)} =404` : `return ${page}`
    return `\n    location = ${path} { ${answer}; }`
  })
  return lines.join('')
}

/** Greets, and takes no mail: whoever wanted to send some would be sent to nobody for leave. */
function smtpServer({ name: node }: Node, sockets: readonly string[]): string {
  return `load_module /usr/lib/nginx/modules/ngx_mail_module.so;
${COMMON}mail {
  server_name ${node};
  auth_http 127.0.0.1:1;
  smtp_auth none;
  server { protocol smtp; ${sockets.map((socket) => `listen ${socket};`).join(' ')} }
}
`
}

/** Answers every datagram with its node's name. */
function udpServer({ name: node }: Node, sockets: readonly string[]): string {
  return `load_module /usr/lib/nginx/modules/ngx_stream_module.so;
${COMMON}stream {
  server { ${sockets.map((socket) => `listen ${socket} udp;`).join(' ')} return "${node}\\n"; }
}
`
}

/** Every daemon of a lab, in the order in which they are started: servers first. */
export function daemonsOf({ nodes }: Pick<Lab, 'nodes'>): DaemonPlan[] {
  return [...nodes.flatMap(serversOf), ...keepersOf(nodes)]
}
