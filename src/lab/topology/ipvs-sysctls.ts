/**
 * Settings of IPVS that decide over the labs' packets, with the kernel's defaults (ip_vs_ctl.c; Documentation/
 * networking/ipvs-sysctl.rst). They are not inherited from another namespace; a director's are written all the
 * same, so that they are read back with its state.
 */
export const IPVS_DEFAULTS = {
  'ipv4.vs.conntrack': '0',
  'ipv4.vs.pmtu_disc': '1',
} as const

/** All that a namespace has in Linux 6.1, to recognise a slip of the pen. */
export const IPVS_SYSCTLS = [
  'am_droprate amemthresh backup_only cache_bypass conn_reuse_mode conntrack drop_entry drop_packet',
  'expire_nodest_conn expire_quiescent_template ignore_tunneled nat_icmp_send pmtu_disc run_estimation',
  'schedule_icmp secure_tcp sloppy_sctp sloppy_tcp snat_reroute sync_persist_mode sync_ports sync_qlen_max',
  'sync_refresh_period sync_retries sync_sock_size sync_threshold sync_version',
].flatMap((line) => line.split(' ').map((name) => `ipv4.vs.${name}`))
