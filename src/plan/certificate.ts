import type { Certificate } from '../lab/topology/certificate.ts'
import type { Node } from '../lab/topology/types.ts'
import type { Lab } from '../lab/types.ts'
import type { Operation } from './types.ts'

/** Of a lab, in a world of its own (/run is private to it). */
export const TLS_FOLDER = '/run/tls'

/** Certificate and key of the authority that signs those of a lab. */
export const AUTHORITY = `${TLS_FOLDER}/authority.pem`

/** What clients trust, and nothing else. */
export const AUTHORITY_CERTIFICATE = `${AUTHORITY}.crt`

/** Certificate and key of every https server without a certificate of its own, which is signed with that very key. */
const SELF_SIGNED = `${TLS_FOLDER}/self-signed.pem`

/** File with certificate and key of a server, in PEM. */
export function certificateOf({ certificate }: Node): string {
  return certificate === undefined ? SELF_SIGNED : certificateFile(certificate)
}

/** Named after its DNS names, so that a configuration of the lab can name it too: `www.example.com.pem`. */
export function certificateFile({ names, days }: Certificate): string {
  const over = days < 0 ? '.expired' : ''
  return `${TLS_FOLDER}/${names.join('+').replaceAll('*', '_')}${over}.pem`
}

/** First the authority, then what it signs, and what signs itself; nothing in a lab without TLS. */
export function certificateOperations(lab: Lab): Operation[] {
  const signed = certificatesOf(lab).map(
    (one): Operation => ({ kind: 'signed', file: certificateFile(one), ...one }),
  )
  return [
    ...(signed.length > 0 || verifies(lab) ? [selfSigned(AUTHORITY, 'authority of the lab')] : []),
    ...signed,
    ...(needsSelfSigned(lab) ? [selfSigned(SELF_SIGNED, 'lvslab')] : []),
  ]
}

const selfSigned = (file: string, name: string): Operation => ({ kind: 'self-signed', file, name })

/** Each file once. */
function certificatesOf({ nodes }: Lab): Certificate[] {
  const all = nodes.flatMap(({ certificate }) => (certificate ? [certificate] : []))
  return [...new Map(all.map((one) => [certificateFile(one), one])).values()]
}

const verifies = ({ probes }: Lab): boolean =>
  probes.some((probe) => probe.kind === 'http' && isSecure(probe))

const needsSelfSigned = ({ nodes }: Lab): boolean =>
  nodes.some(({ daemons, certificate }) => !certificate && daemons.some(({ kind }) => kind === 'https'))

/** Whether a URL is asked for over TLS. */
export const isSecure = ({ url }: { readonly url: string }): boolean => url.startsWith('https:')
