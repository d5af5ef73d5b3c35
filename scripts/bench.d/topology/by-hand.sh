#!/bin/sh
# Usage: by-hand.sh HOSTS [bare]. Hosts on one bridge, as one would write it by hand with the usual tools: one
# `ip -batch` for the namespaces, one for the links, one a host. Each host is entered once; what a shell can do
# by itself (sysctls) starts no process. "bare" leaves sysctls and offloads out: what `ip -batch` alone takes.
set -eu
hosts=$1 only=${2-}
offloads='rx off tx off sg off tso off gso off gro off'

numbers() { seq 1 "$hosts"; }

namespaces() {
  echo netns add lan
  for n in $(numbers); do echo "netns add h$n"; done
}

# In the bridge's namespace: a port is born there and joins the bridge in the same line.
links() {
  echo link add lan up type bridge mcast_snooping 0
  for n in $(numbers); do
    printf 'link add p%d master lan up type veth peer name eth0 netns h%d address 02:00:00:00:%02x:%02x\n' \
      "$n" "$n" $((n / 256)) $((n % 256))
  done
}

bridge_settings() {
  for key in all default; do echo 1 >/proc/sys/net/ipv6/conf/$key/disable_ipv6; done
  for n in $(numbers); do ethtool -K "p$n" $offloads; done
}

address() { # NUMBER
  echo link set lo up
  echo link set eth0 up
  echo "address add 10.0.$(($1 / 250)).$(($1 % 250 + 1))/16 dev eth0"
}

host_settings() {
  cd /proc/sys/net
  echo 0 >ipv4/ip_forward
  echo 0 >ipv4/icmp_echo_ignore_all
  echo 1 >ipv4/icmp_echo_ignore_broadcasts
  echo 1 >ipv6/conf/all/disable_ipv6
  for interface in all default lo eth0; do
    for key in accept_local arp_accept arp_announce arp_filter arp_ignore log_martians proxy_arp rp_filter; do
      echo 0 >"ipv4/conf/$interface/$key"
    done
    for key in accept_redirects send_redirects; do echo 1 >"ipv4/conf/$interface/$key"; done
  done
  ethtool -K eth0 $offloads
}

case $only in
inside-bridge) bridge_settings ;;
inside-host) host_settings ;;
*)
  namespaces | ip -batch -
  links | ip -n lan -batch -
  [ -n "$only" ] || nsenter --net=/run/netns/lan sh "$0" "$hosts" inside-bridge
  for n in $(numbers); do
    [ -n "$only" ] || nsenter --net="/run/netns/h$n" sh "$0" "$hosts" inside-host
    address "$n" | ip -n "h$n" -batch -
  done
  ;;
esac
