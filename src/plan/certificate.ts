import type { Lab } from '../lab/types.ts'

/** Of every server of a lab that speaks TLS, in a world of its own (/run is private to it). */
export const CERTIFICATE = '/run/tls/certificate.pem'
export const KEY = '/run/tls/key.pem'

export const needsCertificate = ({ nodes }: Lab): boolean =>
  nodes.some(({ daemons }) => daemons.some(({ kind }) => kind === 'https'))
