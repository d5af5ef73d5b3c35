import type { Node } from '../topology/types.ts'

/** Whether keepalived on a node gives it an address: with VRRP, advertised or not, or once and for all. */
export function keepalivedGives({ keepalived }: Node, address: string): boolean {
  if (keepalived === undefined) return false
  const { instances, addresses } = keepalived.director
  const held = [...addresses, ...instances.flatMap((one) => [...one.addresses, ...one.excluded])]
  return held.some((one) => one.address === address)
}
