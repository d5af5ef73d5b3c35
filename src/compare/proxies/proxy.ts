/** What a proxy has to serve: an address that clients ask, and who is behind it, as `ADDRESS:PORT`. */
export interface Proxied {
  readonly vip: string
  readonly servers: readonly string[]
}

/** A program that serves, and how it is told what. */
export interface ProxyProgram {
  /** Its name among the `daemons` of a lab. */
  readonly program: string
  /** Its configuration by the files' names, the one that it is started with first. */
  readonly files: (services: readonly Proxied[]) => Readonly<Record<string, string>>
}

/** Each service with a name, `s1`, in lines. */
export function eachService(
  services: readonly Proxied[],
  lines: (service: Proxied, name: string) => readonly string[],
): string {
  return services.flatMap((service, index) => lines(service, `s${index + 1}`)).join('\n')
}
