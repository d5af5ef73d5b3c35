import { grammar, YOUR_SCRIPT } from './field.ts'
import { flag, optionalText, seconds, text, whole, word } from './values.ts'

const MOST = 2 ** 32 - 1

/** Keywords of global_defs (init_global_keywords() in global_parser.c of keepalived 2.2.7). */
export const GLOBALS = grammar(
  {
    router_id: word('a name'),
    vrrp_mcast_group4: word('a multicast address'),
    vrrp_mcast_group6: word('a multicast address'),
    vrrp_version: whole(2, 3),
    vrrp_strict: flag(),
    vrrp_down_timer_adverts: whole(1, 100),
    vrrp_garp_master_delay: seconds(),
    vrrp_garp_master_repeat: whole(0, MOST),
    vrrp_garp_master_refresh: seconds(),
    vrrp_garp_master_refresh_repeat: whole(1, MOST),
    vrrp_garp_lower_prio_delay: seconds(),
    vrrp_garp_lower_prio_repeat: whole(0, MOST),
    vrrp_garp_interval: seconds(),
    vrrp_gna_interval: seconds(),
    vrrp_min_garp: flag(),
    vrrp_startup_delay: seconds(),
    vrrp_skip_check_adv_addr: flag(),
    vrrp_check_unicast_src: flag(),
    default_interface: word('the name of an interface'),
    lvs_sync_daemon: text(),
    lvs_timeouts: text(),
    lvs_flush: flag(),
    lvs_flush_on_stop: optionalText(),
    lvs_flush_onstop: optionalText(),
    dynamic_interfaces: optionalText(),
    random_seed: whole(0, MOST),
    script_user: text(),
    enable_script_security: flag(),
  },
  {
    mail: 'notification_email notification_email_from smtp_server smtp_helo_name smtp_connect_timeout smtp_alert smtp_alert_vrrp smtp_alert_checker no_email_faults no_checker_emails',
    [YOUR_SCRIPT]:
      'startup_script startup_script_timeout shutdown_script shutdown_script_timeout notify_fifo notify_fifo_script vrrp_notify_fifo vrrp_notify_fifo_script lvs_notify_fifo lvs_notify_fifo_script vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload rs_init_notifies',
    'SNMP and D-Bus are off':
      'snmp_socket enable_traps enable_snmp_vrrp enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3 enable_snmp_checker enable_dbus dbus_service_name',
    'concerns the process, not its packets':
      'process_names process_name vrrp_process_name checker_process_name lvs_process_name bfd_process_name max_auto_priority min_auto_priority_delay vrrp_priority vrrp_no_swap vrrp_rt_priority vrrp_cpu_affinity vrrp_rlimit_rttime vrrp_rlimit_rtime checker_priority checker_no_swap checker_rt_priority checker_cpu_affinity checker_rlimit_rttime checker_rlimit_rtime bfd_priority bfd_no_swap bfd_rt_priority bfd_cpu_affinity bfd_rlimit_rttime bfd_rlimit_rtime checker_log_all_failures vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs process_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier umask reload_check_config reload_time_file reload_repeat reload_file include_check config_save_dir tmp_config_directory data_use_instance log_unknown_vrids',
    'lvslab does not look at it':
      'disable_local_igmp vrrp_garp_extra_if vrrp_vmac_garp_intvl vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert vrrp_iptables vrrp_ipsets nftables nftables_priority nftables_ifindex nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark nftables_counters vmac_prefix vmac_addr_prefix',
  },
)
