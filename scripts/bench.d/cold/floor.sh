#!/bin/sh
# The dr lab as one would write it by hand, without lvslab and without Node: first and only program of a kernel that
# is started as lvslab starts its own. The shell is busybox, in which mount, sleep, nsenter, cat and grep start no
# program; every tool does as many operations at once as it can. What was seen is left in FLOOR_OUT.
set -e
"$FLOOR_SYSROOT/usr/bin/busybox" mount -t proc proc /proc
grep -qw overlay /proc/filesystems ||
  insmod "$FLOOR_SYSROOT"/usr/lib/modules/*/kernel/fs/overlayfs/overlay.ko
mount -t tmpfs tmpfs /mnt
cd /mnt
mkdir root sysroot upper work new
mount -t hostfs none root -o /
mount -t hostfs none sysroot -o "$FLOOR_SYSROOT"
mount -t overlay overlay new -o lowerdir=sysroot:root,upperdir=upper,workdir=work
cd new
mkdir -p proc sys dev run out old
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t devtmpfs devtmpfs dev
mount -t tmpfs tmpfs run
mount -t hostfs none out -o "$FLOOR_OUT"
pivot_root . old
mkdir -p /run/netns
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
[ ! -e /proc/modules ] || modprobe -a veth bridge ip_vs ip_vs_rr

vip=10.0.0.100
ip() { /usr/sbin/ip "$@"; } # busybox has one of its own
inside() { node=$1; shift; nsenter --net="/run/netns/$node" "$@"; }
within() { node=$1; shift; exec busybox nsenter --net="/run/netns/$node" "$@"; } # for what goes on by itself

# Namespaces and links
ip -batch - <<'END'
netns add lan
netns add client
netns add director
netns add rs1
netns add rs2
END
ip -n lan -batch - <<'END'
link add lan up type bridge mcast_snooping 0
link add client-eth0 master lan up type veth peer name eth0 netns client address 02:00:00:00:00:01
link add director-eth0 master lan up type veth peer name eth0 netns director address 02:00:00:00:00:02
link add rs1-eth0 master lan up type veth peer name eth0 netns rs1 address 02:00:00:00:01:01
link add rs2-eth0 master lan up type veth peer name eth0 netns rs2 address 02:00:00:00:01:02
END

# Offloads and sysctls
offloads='rx off tx off sg off tso off gso off gro off'
inside lan sh -ec "
  echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
  echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
  for port in client-eth0 director-eth0 rs1-eth0 rs2-eth0; do ethtool -K \$port $offloads; done"
settings() { # NODE FORWARD ARP_IGNORE ARP_ANNOUNCE REDIRECTS
  inside "$1" sh -ec "
    cd /proc/sys/net
    echo $2 >ipv4/ip_forward
    echo 0 >ipv4/icmp_echo_ignore_all
    echo 1 >ipv4/icmp_echo_ignore_broadcasts
    echo 1 >ipv6/conf/all/disable_ipv6
    for interface in all default lo eth0; do
      for key in accept_local arp_accept arp_announce arp_filter arp_ignore log_martians proxy_arp rp_filter; do
        echo 0 >ipv4/conf/\$interface/\$key
      done
      echo $5 >ipv4/conf/\$interface/accept_redirects
      echo 1 >ipv4/conf/\$interface/send_redirects
    done
    echo $3 >ipv4/conf/all/arp_ignore
    echo $4 >ipv4/conf/all/arp_announce
    ethtool -K eth0 $offloads"
}
settings client 0 0 0 1
settings director 1 0 0 0
settings rs1 0 1 2 1
settings rs2 0 1 2 1

# Addresses and routes
ip -n client -batch - <<'END'
link set lo up
link set eth0 up
address add 10.0.0.2/24 dev eth0
END
ip -n director -batch - <<END
link set lo up
link set eth0 up
address add 10.0.0.3/24 dev eth0
address add $vip/32 dev eth0
END
for number in 1 2; do
  ip -n rs$number -batch - <<END
link set lo up
link set eth0 up
address add $vip/32 dev lo
address add 10.0.0.1$number/24 dev eth0
route add $vip/32 dev lo
END
done

# Captures, virtual service and real servers, which start side by side
tcpdumps=
for node in client director rs1 rs2; do
  within $node tcpdump -i eth0 -n -s 0 -U --immediate-mode -Z root --time-stamp-precision=nano \
    -w /out/$node.pcap 2>/out/$node.log &
  tcpdumps="$tcpdumps $!"
done
inside director ipvsadm -R <<END
-A -t $vip:80 -s rr
-a -t $vip:80 -r 10.0.0.11:80 -g -w 1
-a -t $vip:80 -r 10.0.0.12:80 -g -w 1
END
servers=
for server in rs1 rs2; do
  cat >/run/$server.conf <<END
daemon off;
master_process off;
pid /run/$server.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  server {
    listen 80 default_server;
    add_header X-Served-By $server always;
    default_type text/plain;
    location / { return 200 "$server\n"; }
  }
}
END
  within $server nginx -c /run/$server.conf 2>/out/$server-http.log &
  servers="$servers $!"
done
for pid in $servers; do
  until grep -q ':0050 00000000:0000 0A' /proc/$pid/net/tcp; do sleep 0.02; done
done
until [ "$(cat /out/client.log /out/director.log /out/rs1.log /out/rs2.log | grep -c 'listening on')" = 4 ]; do
  sleep 0.02
done

# Requests: through the director, to a port without a service, and from a real server to its own VIP
{
  inside client curl -s -m 2 -H 'Connection: close' http://$vip/ http://$vip/ http://$vip/ http://$vip/
  inside client curl -s -m 2 http://$vip:81/ || echo "port 81: curl ended with $?"
  inside rs1 curl -s -m 2 http://$vip/
} >/out/answers

# Kernel state
{
  for node in client director rs1 rs2; do
    ip -n $node -j -batch - <<'END'
address show
route show table all
neighbour show
END
    inside $node sh -c 'cat /proc/net/snmp /proc/net/netstat /proc/net/tcp /proc/net/ip_vs_stats_percpu
      grep . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/*'
  done
  inside director ipvsadm -Sn
  bridge -n lan -j fdb show
} >/out/state

# What is under way has arrived; tcpdump writes what it has when it is interrupted.
sleep 0.1
kill -INT $tcpdumps
wait $tcpdumps
poweroff -f
