import { BODIES } from './bodies.ts'
import { AUTHORITY, TLS_FOLDER } from './certificate.ts'
import { ENTER } from './perl.ts'
import { AWAIT } from './perl-await.ts'
import { quote } from './quote.ts'
import { RESOLV_FOLDER, RESOLVING, resolvPath } from './resolver.ts'

/**
 * Lines of standard input that are not about lines known before, each as FROM TO FILE; those that name no line are
 * known where anything is. Status 0 where there are none.
 */
const UNKNOWN = String.raw`
    my @known = map { [split " ", $_, 3] } split "\n", shift;
    my @complaints = grep {
      my ($file, $line) = /^\((.*): Line (\d+)\)/;
      defined $line ? !grep { $_->[0] <= $line && $line <= $_->[1] && $_->[2] eq $file } @known : !@known;
    } <STDIN>;
    print @complaints;
    exit(@complaints > 0);
`

/**
 * Functions that the steps of a script call. They do many operations in one process where a tool of its own
 * would be started for each: `settings` stands for one `sysctl -w` or `ethtool -K` a line.
 *
 * `settings` writes /proc/sys/net, and switches offloads off with SIOCETHTOOL: ETHTOOL_SRXCSUM 0x15, STXCSUM
 * 0x17, SSG 0x19, STSO 0x1f, SGSO 0x24, SGRO 0x2c (linux/ethtool.h), which is
 * `ethtool -K IF rx off tx off sg off tso off gso off gro off`. A tunnel device does not have all of them.
 */
export const PRELUDE = String.raw`
step() { # NUMBER TITLE: announces a step
  printf '%s %s\n' "$1" "$2" >&"$announce"
}

settings() { # reads lines of: NAMESPACE KEY VALUE, or: NAMESPACE offloads INTERFACE
  perl -e '${ENTER}
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
  mkdir -p ${RESOLV_FOLDER}
  printf '%s\n' "$@" | sed -n 's/./nameserver &/p' >"${resolvPath('$node')}"
}

enter() { # NAMESPACE COMMAND...: becomes the command there, which finds the node's name servers
  namespace=$1
  shift
  [ ! -s "${resolvPath('$namespace')}" ] || set -- ${RESOLVING.map(quote).join(' ')} "${resolvPath('$namespace')}" "$@"
  exec nsenter --net="/run/netns/$namespace" "$@"
}

bodies() { # SIZE...: a file of each size; every fourth octet begins a number of its own, so no part is like another
  mkdir -p ${BODIES}/bytes
  perl -e '
    for my $size (@ARGV) {
      open(my $file, ">", "${BODIES}/bytes/$size") or die "${BODIES}/bytes/$size: $!\n";
      for (my $at = 0; 4 * $at < $size; $at += 16384) {
        print {$file} substr(pack("N*", $at .. $at + 16383), 0, $size - 4 * $at);
      }
      close($file) or die "${BODIES}/bytes/$size: $!\n";
    }
  ' "$@"
}

ssl() { # ARGUMENT...: openssl(1), which talks only where something is wrong
  OPENSSL_CONF=/dev/null openssl "$@" 2>${TLS_FOLDER}/log || { cat ${TLS_FOLDER}/log >&2; exit 1; }
}

sign_itself() { # FILE NAME: a certificate that is signed with its own key, and the key
  mkdir -p ${TLS_FOLDER}
  ssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$2" \
    -keyout "$1.key" -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1"
}

sign() { # FILE DAYS NAME NAMES: a certificate that the authority signs for these names, as DNS:a,DNS:b, and its key
  ssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$3" \
    -addext "subjectAltName=$4" -keyout "$1.key" -out "$1.csr"
  ssl x509 -req -in "$1.csr" -CA ${AUTHORITY} -CAkey ${AUTHORITY} -days "$2" -copy_extensions copy -out "$1.crt"
  cat "$1.crt" "$1.key" >"$1"
}

examine() { # NAME NAMESPACE KNOWN REMEDY COMMAND...: has a daemon look at its configuration; ends with what is wrong with it
  name=$1 namespace=$2 known=$3 remedy=$4
  shift 4
  status=0
  (cd "$run/$name" && enter "$namespace" "$@") </dev/null >"$run/$name/test" 2>&1 || status=$?
  case $status in
    0) return ;;
    5 | 6) perl -we '${UNKNOWN}' "$known" <"$run/$name/test" >&2 && return ;; # it complains, and would go on
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
  perl -e '${AWAIT}' "$run"
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
`
