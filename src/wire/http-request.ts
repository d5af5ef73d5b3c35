/** The head of an HTTP/1 request (RFC 9112, section 3). */
export interface RequestHead {
  readonly method: string
  readonly target: string
  /** Values by the header's name in lower case; several of one name are joined as RFC 9110, section 5.3 has it. */
  readonly headers: Readonly<Record<string, string>>
}

/** The head with which octets begin; undefined where they are no HTTP/1 request, or end before the head does. */
export function readRequestHead(octets: Uint8Array): RequestHead | undefined {
  const [head, rest] = Buffer.from(octets).toString('latin1').split('\r\n\r\n', 2)
  const [first = '', ...lines] = (head ?? '').split('\r\n')
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? []
  if (method === undefined || target === undefined || rest === undefined) return undefined
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? []
    const key = name.toLowerCase()
    headers[key] = Object.hasOwn(headers, key) ? `${headers[key]}, ${value}` : value
  }
  return { method, target, headers }
}
