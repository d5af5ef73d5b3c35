import { CHECKERS } from './checkers.ts'
import { block, grammar, many, YOUR_SCRIPT } from './field.ts'
import { flag, optionalText, seconds, text, whole, word } from './values.ts'

const MOST = 2 ** 32 - 1
const HEAVIEST = 65535

/** What virtual and real servers both say about checks. */
const CHECKS = {
  retry: whole(1, MOST),
  delay_before_retry: seconds(),
  warmup: seconds(),
  connect_timeout: seconds(),
  delay_loop: seconds(),
  inhibit_on_failure: flag(),
  alpha: flag(),
  virtualhost: word('a host name'),
}

/** Keywords of real_server (init_check_keywords() in check_parser.c of keepalived 2.2.7). */
export const REAL_SERVER = grammar(
  {
    ...CHECKS,
    ...CHECKERS,
    weight: whole(0, HEAVIEST),
    lvs_method: text(),
    uthreshold: whole(0, MOST),
    lthreshold: whole(0, MOST),
  },
  { [YOUR_SCRIPT]: 'notify_up notify_down', mail: 'smtp_alert', 'SNMP is off': 'snmp_name' },
)

/** Keywords of virtual_server. lb_kind and lb_algo are the older spellings of lvs_method and lvs_sched. */
export const VIRTUAL_SERVER = grammar(
  {
    ...CHECKS,
    ip_family: word('inet or inet6'),
    lb_algo: word('a scheduler'),
    lvs_sched: word('a scheduler'),
    lb_kind: text(),
    lvs_method: text(),
    hashed: flag(),
    ops: flag(),
    'flag-1': flag(),
    'flag-2': flag(),
    'flag-3': flag(),
    'sh-port': flag(),
    'sh-fallback': flag(),
    'mh-port': flag(),
    'mh-fallback': flag(),
    persistence_engine: word('the name of a persistence engine'),
    persistence_timeout: optionalText(),
    persistence_granularity: word('a netmask or a number of bits'),
    protocol: word('TCP, UDP or SCTP'),
    ha_suspend: flag(),
    omega: flag(),
    quorum: whole(1, MOST),
    hysteresis: whole(0, MOST),
    weight: whole(1, HEAVIEST),
    sorry_server: text(),
    sorry_server_inhibit: flag(),
    sorry_server_lvs_method: text(),
    real_server: many(block(REAL_SERVER)),
  },
  { [YOUR_SCRIPT]: 'quorum_up quorum_down', mail: 'smtp_alert', 'SNMP is off': 'snmp_name' },
)
