import type { Place } from '../../text/source.ts'
import type { Director } from '../model/types.ts'
import type { Notes } from '../notes.ts'

/** Findings about interfaces that a machine with these does not have; keepalived ends without those of its instances. */
export function examineInterfaces(director: Director, devices: readonly string[], notes: Notes): void {
  const told = new Set<string>()
  for (const [device, place] of named(director)) {
    if (device === undefined || devices.includes(device) || told.has(device)) continue
    told.add(device)
    notes.error('interface-unknown', place, `there is no interface "${device}" here`, {
      known: devices,
      word: device,
      remedy: `There are ${devices.join(', ')}.`,
    })
  }
}

function named({ instances, addresses, sync }: Director): [string | undefined, Place][] {
  return [
    ...instances.flatMap((one): [string | undefined, Place][] => [
      [one.interface, one.given.get('interface') ?? one.place],
      ...[...one.addresses, ...one.excluded].map(({ dev, place }): [string | undefined, Place] => [
        dev,
        place,
      ]),
      ...one.trackedInterfaces.map(({ name, place }): [string, Place] => [name, place]),
    ]),
    ...addresses.map(({ dev, place }): [string | undefined, Place] => [dev, place]),
    ...(sync ? [[sync.interface, sync.place] satisfies [string, Place]] : []),
  ]
}
