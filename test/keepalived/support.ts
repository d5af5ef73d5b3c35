import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type Examined, examine, type Finding } from '../../src/keepalived/index.ts'
import { positionOf } from '../../src/text/source.ts'

/** A folder that goes with the test, with these files in it. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

/** What configurations imply that stand in files a.conf, b.conf, … */
export function examined(texts: readonly string[], id = ''): Examined {
  const names = texts.map((_, index) => `${'abc'[index]}.conf`)
  const folder = folderWith(Object.fromEntries(texts.map((text, index) => [names[index] ?? '', text])))
  const result = examine(names.map((name) => ({ file: join(folder, name), id })))
  return result.ok ? result : expect.fail(result.errors.map(({ message }) => message).join('\n'))
}

/** A finding in short: its id, its line, and what it points at. */
export function inShort({ id, place }: Finding): string {
  if (!place) return id
  const { source, start, end } = place
  return `${id} ${positionOf(source.text, start).line}: ${source.text.slice(start, end)}`
}

/** A director that nothing is wrong with. */
export const HEALTHY = `global_defs {
  router_id LVS_DEVEL
  dynamic_interfaces
  enable_script_security
  script_user root
  lvs_sync_daemon eth0 VI_1 id 51
}
vrrp_script alive {
  script "/bin/true"
}
vrrp_sync_group G1 {
  group {
    VI_1
    VI_2
  }
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority 150
  advert_int 1
  authentication {
    auth_type PASS
    auth_pass secret
  }
  virtual_ipaddress {
    10.1.2.88/24
  }
  track_script {
    alive
  }
}
vrrp_instance VI_2 {
  state BACKUP
  interface eth1
  virtual_router_id 52
  priority 150
  virtual_ipaddress {
    192.168.56.88/24 dev eth1
  }
}
virtual_server 10.1.2.88 80 {
  delay_loop 6
  lb_algo rr
  lb_kind NAT
  protocol TCP
  quorum 2
  hysteresis 1
  real_server 192.168.56.11 80 {
    weight 1
    TCP_CHECK {
      connect_timeout 3
    }
  }
  real_server 192.168.56.12 80 {
    weight 2
    HTTP_GET {
      url {
        path /
        digest 640205b7b0fc66c1ea91c463fac6334d
      }
    }
  }
}
`
