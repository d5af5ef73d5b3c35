#!/bin/sh
# LVS direct routing on one LAN (lab dr)
# Run it as root in a world that ends with it:
#   unshare --mount --net --pid --fork --kill-child --mount-proc sh -c 'mount -t tmpfs none /run && sh THIS'
set -eu
run=${LVSLAB_RUN:-$(mktemp -d)}
announce=${LVSLAB_ANNOUNCE:-2}
mkdir -p /run/netns /run/bodies "$run"/captures "$run"/rs1-http "$run"/rs2-http

step() { # NUMBER TITLE: announces a step
  printf '%s %s\n' "$1" "$2" >&"$announce"
}

settings() { # reads lines of: NAMESPACE KEY VALUE, or: NAMESPACE offloads INTERFACE
  perl -e 'use strict; use warnings; use Config;
    my $inside = "";
    sub enter {
      my ($namespace) = @_;
      return if $namespace eq $inside;
      open(my $handle, "<", "/run/netns/$namespace") or die "namespace $namespace: $!\n";
      my $setns = $Config{archname} =~ /^x86_64/ ? 308 : 268;
      syscall($setns, fileno($handle), 0x40000000) == 0 or die "setns $namespace: $!\n";
      $inside = $namespace;
    }
    sub offloads { # one after the other, as ethtool -K does
      my ($interface) = @_;
      socket(my $socket, 2, 2, 0) or die "socket: $!\n";
      for my $command (0x15, 0x17, 0x19, 0x1f, 0x24, 0x2c) {
        my $off = pack("LL", $command, 0); # the request points to it
        my $request = pack("a16 P a16", $interface, $off, "");
        ioctl($socket, 0x8946, $request) or $!{EOPNOTSUPP} or die "$inside: ethtool -K $interface: $!\n";
      }
    }
    sub sysctl { # {a,b} in a key stands for several keys; dots and slashes change places, as in sysctl(8)
      my ($key, $value) = @_;
      my ($before, $names, $after) = $key =~ /^(.*)\{(.*)\}(.*)$/;
      return map { sysctl("$before$_$after", $value) } split(/,/, $names) if defined $names;
      my $path = "/proc/sys/net/" . ($key =~ tr{./}{/.}r);
      return if $key =~ /^(bridge|ipv6)\./ && !-e $path; # a kernel without them need not be told
      open(my $file, ">", $path) or die "$inside: net.$key: $!\n";
      print {$file} $value;
      close($file) or die "$inside: net.$key=$value: $!\n";
    }
    while (my $line = <STDIN>) {
      chomp $line;
      my ($namespace, $key, $value) = split " ", $line, 3;
      enter($namespace);
      $key eq "offloads" ? offloads($value) : sysctl($key, $value);
    }
  '
}

resolver() { # NODE ADDRESS...: name servers for what is started there from now on
  node=$1
  shift
  mkdir -p /run/resolv
  printf '%s\n' "$@" | sed -n 's/./nameserver &/p' >"/run/resolv/$node"
}

enter() { # NAMESPACE COMMAND...: becomes the command there, which finds the node's name servers
  namespace=$1
  shift
  [ ! -s "/run/resolv/$namespace" ] || set -- unshare --mount sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' "/run/resolv/$namespace" "$@"
  exec nsenter --net="/run/netns/$namespace" "$@"
}

bodies() { # SIZE...: a file of each size; every fourth octet begins a number of its own, so no part is like another
  mkdir -p /run/bodies/bytes
  perl -e '
    for my $size (@ARGV) {
      open(my $file, ">", "/run/bodies/bytes/$size") or die "/run/bodies/bytes/$size: $!\n";
      for (my $at = 0; 4 * $at < $size; $at += 16384) {
        print {$file} substr(pack("N*", $at .. $at + 16383), 0, $size - 4 * $at);
      }
      close($file) or die "/run/bodies/bytes/$size: $!\n";
    }
  ' "$@"
}

ssl() { # ARGUMENT...: openssl(1), which talks only where something is wrong
  OPENSSL_CONF=/dev/null openssl "$@" 2>/run/tls/log || { cat /run/tls/log >&2; exit 1; }
}

sign_itself() { # FILE NAME: a certificate that is signed with its own key, and the key
  mkdir -p /run/tls
  ssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$2" \
    -keyout "$1.key" -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1"
}

sign() { # FILE DAYS NAME NAMES: a certificate that the authority signs for these names, as DNS:a,DNS:b, and its key
  ssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$3" \
    -addext "subjectAltName=$4" -keyout "$1.key" -out "$1.csr"
  ssl x509 -req -in "$1.csr" -CA /run/tls/authority.pem -CAkey /run/tls/authority.pem -days "$2" -copy_extensions copy -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1"
}

examine() { # NAME NAMESPACE KNOWN REMEDY COMMAND...: has a daemon look at its configuration; ends with what is wrong with it
  name=$1 namespace=$2 known=$3 remedy=$4
  shift 4
  status=0
  (cd "$run/$name" && enter "$namespace" "$@") </dev/null >"$run/$name/test" 2>&1 || status=$?
  case $status in
    0) return ;;
    5 | 6) perl -we '
    my @known = map { [split " ", $_, 3] } split "\n", shift;
    my @complaints = grep {
      my ($file, $line) = /^\((.*): Line (\d+)\)/;
      defined $line ? !grep { $_->[0] <= $line && $line <= $_->[1] && $_->[2] eq $file } @known : !@known;
    } <STDIN>;
    print @complaints;
    exit(@complaints > 0);
' "$known" <"$run/$name/test" >&2 && return ;; # it complains, and would go on
    *) cat "$run/$name/test" >&2 ;;
  esac
  echo "That is what is wrong with the configuration of $name, status $status.$remedy" >&2
  exit 1
}

start() { # NAME NAMESPACE COMMAND...: starts a daemon in $run/NAME, where its process id and its log are
  name=$1 namespace=$2
  shift 2
  (cd "$run/$name" && enter "$namespace" "$@") </dev/null >"$run/$name/log" 2>&1 3>&- &
  echo $! >"$run/$name/pid"
}

end() { # NAME SIGNAL: ends a daemon, if it has not ended, and waits up to 20 s until it has
  read -r pid <"$run/$1/pid"
  IFS=. read -r begun _ </proc/uptime
  kill -"$2" "$pid" 2>/dev/null || return 0
  while [ -e "/proc/$pid/exe" ]; do
    IFS=. read -r now _ </proc/uptime
    [ $((now - begun)) -lt 20 ] || failed "$1" "has not ended 20 s after SIG$2"
    sleep 0.05
  done
}

tell() { # NAME SIGNAL: to a daemon, if it runs
  kill -"$2" "$(cat "$run/$1/pid")" 2>/dev/null || true
}

await() { # reads lines of: NAME listens tcp|udp PORT, NAME says SECONDS TIMES PATTERN, or: NAME established SECONDS
  perl -e 'use strict; use warnings;
    sub ask {
      my ($folder, $question) = @_;
      chdir $folder or return;
      socket(my $bird, 1, 1, 0) or return;
      connect($bird, pack("S Z108", 1, "bird.ctl")) or return;
      syswrite($bird, "$question\n");
      my ($ends, @lines) = (0);
      while (my $line = <$bird>) {
        $ends++ if $line =~ /^\d{4} /;
        last if $ends == 2; # the first one is the greeting
        push @lines, $line =~ s/^(\d{4}-|[ +])//r if $ends == 1 && $line !~ /^0001 /;
      }
      return @lines;
    }

  my $run = shift;
  my %states = (tcp => "0A", udp => "07");
  sub uptime { (split " ", (content("/proc/uptime"))[0])[0] }
  sub content { open(my $file, "<", $_[0]) or return; <$file> }
  sub fails {
    my ($name, $what) = @_;
    my @lines = content("$run/$name/log");
    print STDERR "$name $what; its last lines:\n", @lines > 20 ? @lines[-20 .. -1] : @lines;
    exit 1;
  }
  sub listens {
    my ($pid, $protocol, $port) = @_;
    my $line = sprintf(":%04X [0-9A-F:]+ %s ", $port, $states{$protocol});
    return grep /$line/, map { content("/proc/$pid/net/$protocol$_") } "", "6";
  }
  sub seconds { $_[0] =~ /(\d+):(\d+):([\d.]+)/ ? ($1 * 60 + $2) * 60 + $3 : 0 } # of the day
  sub established {
    my $folder = "$run/$_[0]";
    my @protocols = ask($folder, "show protocols");
    return if !@protocols || grep { / BGP / && !/Established\s*$/ } @protocols;
    my ($now) = map { /server time is \S+ (\S+)/ } ask($folder, "show status");
    my @changes = map { / BGP .* (\d+:\d+:[\d.]+) / || /\[\S+ (\d+:\d+:[\d.]+)/ } @protocols, ask($folder, "show route");
    return !grep { seconds($now) - seconds($_) < 0.5 } @changes;
  }
  while (my $line = <STDIN>) {
    chomp $line;
    my ($name, $kind, $rest) = split " ", $line, 3;
    my ($pid) = map { /(\d+)/ } content("$run/$name/pid");
    my $begun = uptime();
    my $isReady;
    if ($kind eq "listens") {
      my ($protocol, $port) = split " ", $rest;
      $isReady = sub {
        return 1 if listens($pid, $protocol, $port);
        -e "/proc/$pid/exe" or fails($name, "ended before it listened on port $port");
        uptime() - $begun < 20 or fails($name, "does not listen on port $port after 20 s");
        return 0;
      };
    } else {
      my ($seconds, $times, $pattern) = split " ", $rest, 3;
      $begun = (split " ", (content("/proc/$pid/stat"))[0] || "")[21] / 100 if $kind eq "established" && -e "/proc/$pid";
      my $isSo = $kind eq "says"
        ? sub { $times <= grep /$pattern/, content("$run/$name/log") }
        : sub { established($name) };
      $isReady = sub {
        return 1 if $isSo->() || uptime() - $begun >= $seconds;
        -e "/proc/$pid/exe" or fails($name, "ended");
        return 0;
      };
    }
    select(undef, undef, undef, 0.02) until $isReady->();
  }
' "$run"
}

failed() { # NAME WHAT
  echo "$1 $2; its last lines:" >&2
  tail -n 20 "$run/$1/log" >&2
  exit 1
}

monitor() { # NAMESPACE: writes down the addresses that it gains and loses, once it is sure to hear of each
  file=$run/timeline/$1.addresses
  TZ=UTC ip -n "$1" -o -ts monitor address </dev/null >"$file" 2>&1 3>&- &
  until awk -v pid="$!" '$3 == pid && $4 !~ /^0+$/ { found = 1 } END { exit !found }' "/proc/$!/net/netlink"; do
    [ -e "/proc/$!/exe" ] || { cat "$file" >&2; exit 1; }
    sleep 0.02
  done
}

capture() { # NAMESPACE INTERFACE OCTETS KIB: tcpdump into $run/captures; of a frame as much (0: all), so much waiting
  file=$run/captures/$1:$2
  nsenter --net="/run/netns/$1" tcpdump -i "$2" -n -s "$3" -B "$4" -U --immediate-mode -Z root \
    --time-stamp-precision=nano -w "$file.pcap" </dev/null >/dev/null 2>"$file.log" 3>&- &
  echo $! >"$file.pid"
}

# 1/8 namespaces: Each node and each bridge has a network namespace of its own.
step 0 namespaces
ip -batch - <<'END'
netns add lan
netns add client
netns add director
netns add rs1
netns add rs2
END

# 2/8 links: A network is a bridge; each interface is a veth pair from a node to a port of its bridge.
step 1 links
ip -n lan -batch - <<'END'
link add name lan up type bridge mcast_snooping 0
link add name client-eth0 master lan up type veth peer name eth0 netns client address 02:4e:33:b2:01:00
link add name director-eth0 master lan up type veth peer name eth0 netns director address 02:71:93:87:01:00
link add name rs1-eth0 master lan up type veth peer name eth0 netns rs1 address 02:d6:76:ec:01:00
link add name rs2-eth0 master lan up type veth peer name eth0 netns rs2 address 02:d6:76:ec:02:00
END

# 3/8 settings: A namespace inherits sysctls from the initial one, so each that matters is set. With offloads on, frames would be larger than the MTU and their checksums unfinished.
step 2 settings
settings <<'END'
lan ipv6.conf.all.disable_ipv6 1
lan ipv6.conf.default.disable_ipv6 1
lan bridge.bridge-nf-call-iptables 0
lan bridge.bridge-nf-call-arptables 0
lan offloads client-eth0
lan offloads director-eth0
lan offloads rs1-eth0
lan offloads rs2-eth0
client ipv4.ip_forward 0
client ipv4.icmp_echo_ignore_all 0
client ipv4.icmp_echo_ignore_broadcasts 1
client ipv4.conf.{all,default,lo,eth0}.accept_local 0
client ipv4.conf.{all,default,lo,eth0}.accept_redirects 1
client ipv4.conf.{all,default,lo,eth0}.arp_accept 0
client ipv4.conf.{all,default,lo,eth0}.arp_announce 0
client ipv4.conf.{all,default,lo,eth0}.arp_filter 0
client ipv4.conf.{all,default,lo,eth0}.arp_ignore 0
client ipv4.conf.{all,default,lo,eth0}.log_martians 0
client ipv4.conf.{all,default,lo,eth0}.proxy_arp 0
client ipv4.conf.{all,default,lo,eth0}.rp_filter 0
client ipv4.conf.{all,default,lo,eth0}.send_redirects 1
client ipv6.conf.all.disable_ipv6 1
client offloads eth0
director ipv4.vs.conntrack 0
director ipv4.vs.pmtu_disc 1
director ipv4.ip_forward 1
director ipv4.icmp_echo_ignore_all 0
director ipv4.icmp_echo_ignore_broadcasts 1
director ipv4.conf.{all,default,lo,eth0}.accept_local 0
director ipv4.conf.{all,default,lo,eth0}.accept_redirects 0
director ipv4.conf.{all,default,lo,eth0}.arp_accept 0
director ipv4.conf.{all,default,lo,eth0}.arp_announce 0
director ipv4.conf.{all,default,lo,eth0}.arp_filter 0
director ipv4.conf.{all,default,lo,eth0}.arp_ignore 0
director ipv4.conf.{all,default,lo,eth0}.log_martians 0
director ipv4.conf.{all,default,lo,eth0}.proxy_arp 0
director ipv4.conf.{all,default,lo,eth0}.rp_filter 0
director ipv4.conf.{all,default,lo,eth0}.send_redirects 1
director ipv6.conf.all.disable_ipv6 1
director offloads eth0
rs1 ipv4.ip_forward 0
rs1 ipv4.icmp_echo_ignore_all 0
rs1 ipv4.icmp_echo_ignore_broadcasts 1
rs1 ipv4.conf.{all,default,lo,eth0}.accept_local 0
rs1 ipv4.conf.{all,default,lo,eth0}.accept_redirects 1
rs1 ipv4.conf.{all,default,lo,eth0}.arp_accept 0
rs1 ipv4.conf.all.arp_announce 2
rs1 ipv4.conf.{all,default,lo,eth0}.arp_filter 0
rs1 ipv4.conf.all.arp_ignore 1
rs1 ipv4.conf.{all,default,lo,eth0}.log_martians 0
rs1 ipv4.conf.{all,default,lo,eth0}.proxy_arp 0
rs1 ipv4.conf.{all,default,lo,eth0}.rp_filter 0
rs1 ipv4.conf.{all,default,lo,eth0}.send_redirects 1
rs1 ipv4.conf.{default,lo,eth0}.arp_announce 0
rs1 ipv4.conf.{default,lo,eth0}.arp_ignore 0
rs1 ipv6.conf.all.disable_ipv6 1
rs1 offloads eth0
rs2 ipv4.ip_forward 0
rs2 ipv4.icmp_echo_ignore_all 0
rs2 ipv4.icmp_echo_ignore_broadcasts 1
rs2 ipv4.conf.{all,default,lo,eth0}.accept_local 0
rs2 ipv4.conf.{all,default,lo,eth0}.accept_redirects 1
rs2 ipv4.conf.{all,default,lo,eth0}.arp_accept 0
rs2 ipv4.conf.all.arp_announce 2
rs2 ipv4.conf.{all,default,lo,eth0}.arp_filter 0
rs2 ipv4.conf.all.arp_ignore 1
rs2 ipv4.conf.{all,default,lo,eth0}.log_martians 0
rs2 ipv4.conf.{all,default,lo,eth0}.proxy_arp 0
rs2 ipv4.conf.{all,default,lo,eth0}.rp_filter 0
rs2 ipv4.conf.{all,default,lo,eth0}.send_redirects 1
rs2 ipv4.conf.{default,lo,eth0}.arp_announce 0
rs2 ipv4.conf.{default,lo,eth0}.arp_ignore 0
rs2 ipv6.conf.all.disable_ipv6 1
rs2 offloads eth0
END

# 4/8 addresses and routes: In this order: the first address of a subnet is the primary one, which ARP requests carry.
step 3 'addresses and routes'
ip -n client -batch - <<'END'
link set dev lo up
link set dev eth0 up
address add 10.0.0.2/24 dev eth0
END
ip -n director -batch - <<'END'
link set dev lo up
link set dev eth0 up
address add 10.0.0.3/24 dev eth0
address add 10.0.0.100/32 dev eth0
END
ip -n rs1 -batch - <<'END'
link set dev lo up
link set dev eth0 up
address add 10.0.0.100/32 dev lo
address add 10.0.0.11/24 dev eth0
route add 10.0.0.100/32 dev lo
END
ip -n rs2 -batch - <<'END'
link set dev lo up
link set dev eth0 up
address add 10.0.0.100/32 dev lo
address add 10.0.0.12/24 dev eth0
route add 10.0.0.100/32 dev lo
END

# 5/8 captures: tcpdump at the node end of links (a veth pair delivers what it is sent), and where else the lab asks.
step 4 captures
capture client eth0 0 2048
capture director eth0 0 2048
capture rs1 eth0 0 2048
capture rs2 eth0 0 2048

# 6/8 virtual services: The IPVS table of each director, loaded at once.
step 5 'virtual services'
nsenter --net=/run/netns/director ipvsadm -R <<'END'
-A -t 10.0.0.100:80 -s rr
-a -t 10.0.0.100:80 -r 10.0.0.11:80 -g -w 1
-a -t 10.0.0.100:80 -r 10.0.0.12:80 -g -w 1
END

# 7/8 daemons: Real servers run real daemons.
step 6 daemons
printf %s 'user root;
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path /run/bodies/rs1;
  proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 80 default_server;
    add_header X-Served-By rs1 always;
    default_type text/plain;
    location / { return 200 "rs1\n"; }
    location /bytes/ { root /run/bodies; limit_rate $arg_rate; }
    location /upload/ { alias /run/bodies/rs1/upload/; dav_methods PUT; create_full_put_path on; client_max_body_size 0; }
  }
}
' >"$run"/rs1-http/nginx.conf
start rs1-http rs1 nginx -e stderr -p "$run"/rs1-http -c nginx.conf
printf %s 'user root;
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path /run/bodies/rs2;
  proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 80 default_server;
    add_header X-Served-By rs2 always;
    default_type text/plain;
    location / { return 200 "rs2\n"; }
    location /bytes/ { root /run/bodies; limit_rate $arg_rate; }
    location /upload/ { alias /run/bodies/rs2/upload/; dav_methods PUT; create_full_put_path on; client_max_body_size 0; }
  }
}
' >"$run"/rs2-http/nginx.conf
start rs2-http rs2 nginx -e stderr -p "$run"/rs2-http -c nginx.conf

# 8/8 daemons ready: A daemon is ready when its port listens.
step 7 'daemons ready'
await <<'END'
rs1-http listens tcp 80
rs2-http listens tcp 80
END

# probe web
nsenter --net=/run/netns/client curl --silent --verbose --max-time 2 --local-port 40001 --header 'Connection: close' --write-out '\n{"server":"%header{x-served-by}","curl":%{json}}\n' http://10.0.0.100/ \
  --next --silent --verbose --max-time 2 --local-port 40002 --header 'Connection: close' --write-out '\n{"server":"%header{x-served-by}","curl":%{json}}\n' http://10.0.0.100/ \
  --next --silent --verbose --max-time 2 --local-port 40003 --header 'Connection: close' --write-out '\n{"server":"%header{x-served-by}","curl":%{json}}\n' http://10.0.0.100/ \
  --next --silent --verbose --max-time 2 --local-port 40004 --header 'Connection: close' --write-out '\n{"server":"%header{x-served-by}","curl":%{json}}\n' http://10.0.0.100/ || true

# probe other-port
nsenter --net=/run/netns/client perl -we 'use strict;
$| = 1;
my ($host, $port, $seconds) = splice(@ARGV, 0, 3);
sub name { # sockaddr_in or sockaddr_in6 of an address, or of any
  my ($text, $port) = @_;
  return pack("S n C4 x8", 2, $port, split(/\./, $text || "0.0.0.0")) unless $host =~ /:/;
  my ($head, $tail) = map { [map { hex } split /:/] } split(/::/, $text || "::", 2), "";
  return pack("S n N n8 N", 10, $port, 0, @$head, (0) x (8 - @$head - @$tail), @$tail, 0);
}
sub get { # what asks for a path over HTTP
  my ($path, $connection) = @_;
  my $name = $host =~ /:/ ? "[$host]" : $host;
  return "GET $path HTTP/1.1\r\nHost: $name\r\nConnection: $connection\r\n\r\n";
}
sub whole { # whether an answer has all that it says it has
  my ($answer) = @_;
  return $answer =~ /\r\n\r\n/ && length($'\'') >= ($answer =~ /^Content-Length: (\d+)/mi)[0];
}
sub server { ($_[0] =~ /^X-Served-By: (\S+)/mi)[0] } # who gives such an answer

sub now { open(my $file, "<", "/proc/uptime"); (split " ", <$file>)[0] }
sub failed { my ($errno) = @_; $! = $errno if $errno; die "$!\n" }
sub ready { # waits until a socket can be read, or written
  my ($socket, $until, $writing) = @_;
  my $set = "";
  vec($set, fileno($socket), 1) = 1;
  my $left = $until - now();
  select($writing ? undef : $set, $writing ? $set : undef, undef, $left > 0 ? $left : 0) or failed(110);
}
sub dial { # a socket of that type, connected
  my ($type, $address, $from, $until) = @_;
  socket(my $socket, $host =~ /:/ ? 10 : 2, $type, 0) or failed();
  bind($socket, name($address, $from)) or failed();
  fcntl($socket, 4, 2048);
  connect($socket, name($host, $port)) or $! == 115 or failed();
  ready($socket, $until, 1);
  my $error = unpack("i", getsockopt($socket, 1, 4));
  failed($error) if $error;
  return $socket;
}
sub incoming { # waits for octets
  my ($socket, $until) = @_;
  ready($socket, $until);
  defined(sysread($socket, my $octets, 65536)) or failed();
  return $octets;
}
sub attempt { # reports how some work ended, and gives whether it did what it should
  my ($work) = @_;
  my $begun = now();
  my $server = eval { $work->($begun + $seconds) };
  my $how = $@ || "connected\n";
  chomp($how);
  printf "%s\t%.3f\t%s\n", $how, now() - $begun, $server // "";
  return $how eq "connected";
}

my ($path, $hold) = splice(@ARGV, 0, 2);
my $gone = "Connection closed by the server\n";
sub fetch { # one request and its whole answer; gives the node that the answer names
  my ($socket, $until) = @_;
  return unless $path;
  syswrite($socket, get($path, $hold ? "keep-alive" : "close")) or failed();
  my $answer = "";
  until (whole($answer)) {
    my $octets = incoming($socket, $until);
    length($octets) or die $gone;
    $answer .= $octets;
  }
  return server($answer);
}
sub finish { # says goodbye, and waits for the other side'\''s
  my ($socket, $until) = @_;
  my $read = sysread($socket, my $octet, 1);
  die $gone if defined($read) && $read == 0;
  shutdown($socket, 1) or failed();
  1 while length(incoming($socket, $until));
}
my @held;
while (my ($address, $from) = splice(@ARGV, 0, 2)) {
  my $socket;
  my $ok = attempt(sub { $socket = dial(1, $address, $from, @_); fetch($socket, @_) });
  push @held, $socket if $ok && $hold;
}
if ($hold) {
  print "held\n";
  1 while <STDIN>;
  for my $socket (@held) {
    attempt(sub { my $server = fetch($socket, @_); finish($socket, @_); $server });
  }
}' 10.0.0.100 81 2 '' '' '' 40005 || true

# probe own-vip
nsenter --net=/run/netns/rs1 curl --silent --verbose --max-time 2 --local-port 40006 --header 'Connection: close' --write-out '\n{"server":"%header{x-served-by}","curl":%{json}}\n' http://10.0.0.100/ || true

# end of the captures
sleep 1
for pid in "$run"/captures/*.pid; do kill -INT "$(cat "$pid")"; done

# rs1-http (a changed configuration is read on: kill -HUP "$(cat "$run"/rs1-http/pid)")
kill -QUIT "$(cat "$run"/rs1-http/pid)"

# rs2-http (a changed configuration is read on: kill -HUP "$(cat "$run"/rs2-http/pid)")
kill -QUIT "$(cat "$run"/rs2-http/pid)"

wait
