/** A program that a node can run with a configuration of its own. */
export interface CatalogueEntry {
  /** The command, as it is looked for in the unpacked packages and on the machine. */
  readonly command: string
  /** What to install where it is missing. */
  readonly from: string
}

const debian = (command: string, name: string = command): CatalogueEntry => ({
  command,
  from: `Debian's package ${name}`,
})

/** Every program of `daemons`: what it is called in a lab, its command, where it comes from. */
export const PROGRAMS = {
  unbound: debian('unbound'),
  nsd: debian('nsd'),
  dnsmasq: debian('dnsmasq', 'dnsmasq-base'),
  bird: debian('bird', 'bird2'),
  haproxy: debian('haproxy'),
  nginx: debian('nginx'),
  apache2: debian('apache2', 'apache2-bin'),
  trafficserver: debian('traffic_server', 'trafficserver'),
  perlbal: debian('perlbal'),
  pound: { command: 'pound', from: 'the package pound, which Debian 12 does not have and Debian 11 does' },
  mariadb: debian('mariadbd', 'mariadb-server-core'),
  proxysql: {
    command: 'proxysql',
    from: 'the package proxysql of https://proxysql.com, which Debian does not have',
  },
} satisfies Readonly<Record<string, CatalogueEntry>>

/** Those that can stand between clients and servers. */
export const PROXIES: readonly string[] = [
  'haproxy',
  'nginx',
  'apache2',
  'trafficserver',
  'perlbal',
  'pound',
  'proxysql',
] satisfies readonly (keyof typeof PROGRAMS)[]

export type ProgramName = keyof typeof PROGRAMS

export const PROGRAM_NAMES = Object.keys(PROGRAMS) as [ProgramName, ...ProgramName[]]
