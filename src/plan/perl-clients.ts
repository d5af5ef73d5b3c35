/**
 * Clients in Perl, for what curl(1) cannot do. Each writes a line an attempt, its fields separated by tabs: how
 * it ended, the seconds it took, and who answered, where that was told.
 */
const COMMON = String.raw`use strict; use warnings; use Errno; use IO::Select; use IO::Socket::IP;
sub now { open(my $file, "<", "/proc/uptime"); (split " ", <$file>)[0] }
sub report { my ($how, $begun, $server) = @_; printf "%s\t%.3f\t%s\n", $how, now() - $begun, $server // "" }
sub incoming { # waits for octets; dies with the words of errno
  my ($socket, $until) = @_;
  my $left = $until - now();
  $! = Errno::ETIMEDOUT, die "$!\n" if $left <= 0 || !IO::Select->new($socket)->can_read($left);
  defined(sysread($socket, my $octets, 65536)) or die "$!\n";
  return $octets;
}
$| = 1;
`

/**
 * Arguments: host, port, seconds for each attempt, path to get or nothing, 1 to hold, then ADDRESS and PORT of each
 * attempt, the address being nothing where the kernel shall choose. With a path it gets that over HTTP. Connections
 * that are held stay open until standard input ends; then each is used once more, which is reported likewise.
 */
export const TCP_CLIENT = String.raw`${COMMON}
my ($host, $port, $seconds, $path, $hold, @local) = @ARGV;
sub get { # one request and its whole answer; gives the node that the answer names
  my ($socket, $until) = @_;
  my $name = $host =~ /:/ ? "[$host]" : $host;
  my $connection = $hold ? "keep-alive" : "close";
  syswrite($socket, "GET $path HTTP/1.1\r\nHost: $name\r\nConnection: $connection\r\n\r\n") or die "$!\n";
  my $answer = "";
  until ($answer =~ /\r\n\r\n/ && length($') >= ($answer =~ /^Content-Length: (\d+)/mi)[0]) {
    my $octets = incoming($socket, $until);
    length($octets) or die "Connection closed by the server\n";
    $answer .= $octets;
  }
  return ($answer =~ /^X-Served-By: (\S+)/mi)[0];
}
sub finish { # says goodbye, and waits for the other side's
  my ($socket, $until) = @_;
  IO::Select->new($socket)->can_read(0) and !length(incoming($socket, $until)) and die "Connection closed by the server\n";
  shutdown($socket, 1) or die "$!\n";
  1 while length(incoming($socket, $until));
}
sub attempt { # gives how it ended
  my ($work) = @_;
  my $begun = now();
  my $server = eval { $work->($begun + $seconds) };
  my $how = $@ || "connected\n";
  chomp($how);
  report($how, $begun, $server);
  return $how eq "connected";
}
my @held;
while (my ($address, $from) = splice(@local, 0, 2)) {
  my $socket;
  my $ok = attempt(sub {
    $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, LocalPort => $from,
      $address ? (LocalHost => $address) : (), Timeout => $seconds) or die "$!\n";
    return $path ? get($socket, $_[0]) : undef;
  });
  push @held, $socket if $ok && $hold;
}
if ($hold) {
  print "held\n";
  1 while <STDIN>;
  for my $socket (@held) {
    attempt(sub { my $server = $path ? get($socket, $_[0]) : undef; finish($socket, $_[0]); $server });
  }
}`

/** Arguments: host, port, seconds, then ADDRESS and PORT of each attempt. The datagram says which attempt it is of. */
export const UDP_CLIENT = String.raw`${COMMON}
my ($host, $port, $seconds, @local) = @ARGV;
while (my ($address, $from) = splice(@local, 0, 2)) {
  my $begun = now();
  my $server = eval {
    my $socket = IO::Socket::IP->new(Proto => "udp", PeerHost => $host, PeerPort => $port, LocalPort => $from,
      $address ? (LocalHost => $address) : ()) or die "$!\n";
    defined(syswrite($socket, "lvslab $from\n")) or die "$!\n";
    incoming($socket, $begun + $seconds);
  };
  my $how = $@ || "connected\n";
  chomp($how);
  chomp($server) if defined $server;
  report($how, $begun, $server);
}`
