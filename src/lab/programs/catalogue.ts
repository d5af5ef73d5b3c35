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
} satisfies Readonly<Record<string, CatalogueEntry>>

export type ProgramName = keyof typeof PROGRAMS

export const PROGRAM_NAMES = Object.keys(PROGRAMS) as [ProgramName, ...ProgramName[]]
