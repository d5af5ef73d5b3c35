import type { Block, Values } from '../grammar/field.ts'
import type { GLOBALS } from '../grammar/globals.ts'
import type { INSTANCE, SCRIPT, SYNC_GROUP } from '../grammar/vrrp.ts'
import type { Notes } from '../notes.ts'
import { placesOf } from './places.ts'
import type { HeldAddress, Script, SyncDaemon, SyncGroup, VrrpInstance } from './types.ts'

export type Globals = Values<(typeof GLOBALS)['fields']>
type InstanceBlock = Block<(typeof INSTANCE)['fields']>

/** The address owner of RFC 5798; 100 is the RFC's default. */
const OWNER = 255
const DEFAULT_PRIORITY = 100
/** Octets of a password that VRRP version 2 has room for. */
const PASSWORD_LENGTH = 8

/** An instance with the defaults of vrrp_complete_instance() in vrrp.c of keepalived 2.2.7. */
export function instanceOf(
  { words, place, given }: InstanceBlock,
  globals: Globals,
  notes: Notes,
): VrrpInstance {
  const version = versionOf(given, globals)
  const strict = given.strict_mode?.value ?? globals.vrrp_strict?.value ?? false
  const priority = given.priority?.value ?? (given.state?.value === 'MASTER' ? OWNER : DEFAULT_PRIORITY)
  const state = given.state?.value ?? (priority === OWNER ? 'MASTER' : 'BACKUP')
  const authentication = version === 2 && !strict ? authenticationOf(given, notes) : undefined
  const unicast = unicastOf(given)
  return {
    name: words[0]?.text ?? '',
    place,
    given: placesOf(given),
    state,
    ...(given.interface ? { interface: given.interface.value } : {}),
    ...(given.virtual_router_id ? { routerId: given.virtual_router_id.value } : {}),
    priority,
    version,
    advertSeconds: advertSeconds(given, version, notes),
    downAdverts: given.down_timer_adverts?.value ?? globals.vrrp_down_timer_adverts?.value ?? 3,
    preempt: given.nopreempt === undefined || given.preempt !== undefined || state === 'MASTER',
    preemptDelaySeconds: given.preempt_delay?.value ?? 0,
    strict,
    accept: given.no_accept ? false : (given.accept?.value ?? (priority === OWNER || !strict)),
    ...(authentication ? { authentication } : {}),
    addresses: ofOneFamily(given.virtual_ipaddress?.value ?? [], notes),
    excluded: given.virtual_ipaddress_excluded?.value ?? [],
    routes: given.virtual_routes?.value ?? [],
    ...sourceOf(given),
    ...(unicast ? { unicast } : {}),
    vmac: given.use_vmac !== undefined,
    trackedInterfaces: given.track_interface?.value ?? [],
    trackedScripts: given.track_script?.value ?? [],
  }
}

type Given = InstanceBlock['given']

function versionOf(given: Given, globals: Globals): 2 | 3 {
  const six = given.native_ipv6 ?? given.virtual_ipaddress?.value[0]?.address.includes(':')
  const version = given.version?.value ?? (six ? 3 : (globals.vrrp_version?.value ?? 2))
  return version === 3 ? 3 : 2
}

/** The first address decides (alloc_vrrp_vip() in vrrp_data.c); the others can be excluded ones only. */
function ofOneFamily(addresses: readonly HeldAddress[], notes: Notes): HeldAddress[] {
  const six = addresses[0]?.address.includes(':')
  return addresses.filter(
    ({ address, place }) =>
      address.includes(':') === six ||
      notes.error('family', place, `the first address is IPv${six ? 6 : 4}, so this one is left out`, {
        remedy: 'An instance for each family, or virtual_ipaddress_excluded.',
      }),
  )
}

/** Adverts of version 2 count whole seconds, those of version 3 hundredths. */
function advertSeconds({ advert_int: given }: Given, version: 2 | 3, notes: Notes): number {
  if (!given) return 1
  const perSecond = version === 2 ? 1 : 100
  const rounded = Math.max(1, Math.round(given.value * perSecond)) / perSecond
  if (rounded !== given.value)
    notes.error('advert-rounded', given.place, `VRRP version ${version} makes ${rounded} s of it`, {
      remedy:
        version === 2 ? 'Version 3 counts hundredths of a second.' : 'It counts hundredths of a second.',
    })
  return rounded
}

function authenticationOf(given: Given, notes: Notes): VrrpInstance['authentication'] {
  const { auth_type: type, auth_pass: password } = given.authentication?.value.given ?? {}
  if (!type || !password) return undefined
  if (password.value.length > PASSWORD_LENGTH)
    notes.error(
      'password-cut',
      password.place,
      `only the first ${PASSWORD_LENGTH} characters of a password count`,
    )
  return { type: type.value, password: password.value.slice(0, PASSWORD_LENGTH) }
}

/** Both spellings are one setting; unicast_src_ip counts whether there are peers or not. */
function sourceOf({ unicast_src_ip: unicast, mcast_src_ip: multicast }: Given): Pick<VrrpInstance, 'source'> {
  const source = unicast ?? multicast
  return source ? { source: source.value } : {}
}

/** Without peers, keepalived falls back to multicast. */
function unicastOf({ unicast_peer: peers }: Given): VrrpInstance['unicast'] {
  return peers && peers.value.length > 0 ? { peers: peers.value.map(({ text }) => text) } : undefined
}

export const groupOf = ({ words, place, given }: Block<(typeof SYNC_GROUP)['fields']>): SyncGroup => ({
  name: words[0]?.text ?? '',
  place,
  members: given.group?.value ?? [],
})

export const scriptOf = ({ words, place, given }: Block<(typeof SCRIPT)['fields']>): Script => ({
  name: words[0]?.text ?? '',
  place,
  script: given.script?.value ?? '',
})

/** `lvs_sync_daemon eth0 [inst] VI_1 id 51`, or the older lvs_sync_daemon_interface of one instance. */
export function syncOf(
  { lvs_sync_daemon: given }: Globals,
  instances: readonly InstanceBlock[],
): SyncDaemon | undefined {
  if (given) return { ...syncWords(given.value.split(/\s+/)), place: given.place }
  const old = instances.find((one) => one.given.lvs_sync_daemon_interface)
  const device = old?.given.lvs_sync_daemon_interface
  return old && device && { interface: device.value, instance: old.words[0]?.text ?? '', place: device.place }
}

const SYNC_OPTIONS = ['inst', 'id', 'maxlen', 'port', 'ttl', 'group']

function syncWords([device = '', ...words]: readonly string[]): Omit<SyncDaemon, 'place'> {
  const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined)
  const instance = after('inst') ?? (SYNC_OPTIONS.includes(words[0] ?? 'id') ? undefined : words[0])
  const syncId = after('id')
  return {
    interface: device,
    ...(instance === undefined ? {} : { instance }),
    ...(syncId === undefined ? {} : { syncId: Number(syncId) }),
  }
}
