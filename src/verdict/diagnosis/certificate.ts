import type { Cause } from '../../lab/causes.ts'
import { attemptsOf } from '../traffic.ts'
import type { Diagnosis } from '../types.ts'
import type { View } from '../view.ts'
import { count, listed } from '../words.ts'

/** What OpenSSL and curl say of a certificate (X509_verify_cert_error_string(3), curl's lib/vtls/openssl.c). */
const WORDS: readonly { readonly cause: Cause; readonly said: RegExp; readonly remedy: string }[] = [
  {
    cause: 'certificate-expired',
    said: /certificate has expired/,
    remedy: 'a certificate that is valid today',
  },
  {
    cause: 'certificate-name',
    said: /no alternative certificate subject name matches/,
    remedy: 'a certificate for the name that clients ask for',
  },
  {
    cause: 'certificate-authority',
    said: /self-signed certificate|unable to get local issuer certificate/,
    remedy: 'a certificate that an authority has signed which clients trust',
  },
]

export const CERTIFICATE_CAUSES: readonly Cause[] = WORDS.map(({ cause }) => cause)

/** Why clients broke off when they saw a certificate. It is encrypted (RFC 8446, section 4.4): only they can say. */
export function untrusted(view: View, probe: string): Diagnosis | undefined {
  const refused = attemptsOf(view, probe).filter(({ attempt }) => attempt.outcome === 'untrusted')
  const error = refused[0]?.attempt.error ?? ''
  const found = WORDS.find(({ said }) => said.test(error))
  if (found === undefined) return undefined
  const nodes = [...new Set(refused.flatMap(({ exchange }) => exchange?.server ?? []))]
  return {
    cause: found.cause,
    nodes,
    text: `${count(refused.length, 'attempt')} of ${probe} reached ${listed(nodes)} and got a certificate that the client refuses: ${error}.`,
    remedy: `Give ${listed(nodes)} ${found.remedy}.`,
  }
}
