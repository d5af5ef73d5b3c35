/**
 * Clients in Perl, for what curl(1) cannot do. Each writes a line an attempt, its fields separated by tabs: how
 * it ended, the seconds it took, and who answered, where that was told. They use no module but strict: to load
 * those for sockets would take a client in User-Mode Linux five times as long as all it does. So addresses and the
 * kernel's numbers are written out: AF_INET 2 and AF_INET6 10, F_SETFL 4 with O_NONBLOCK 2048, SOL_SOCKET 1 with
 * SO_ERROR 4, EINPROGRESS 115, ETIMEDOUT 110.
 */
export const TARGET = String.raw`use strict;
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
  return $answer =~ /\r\n\r\n/ && length($') >= ($answer =~ /^Content-Length: (\d+)/mi)[0];
}
sub server { ($_[0] =~ /^X-Served-By: (\S+)/mi)[0] } # who gives such an answer
`

const COMMON = String.raw`${TARGET}
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
`

/**
 * Arguments: host, port, seconds for each attempt, path to get or nothing, 1 to hold, then ADDRESS and PORT of each
 * attempt, the address being nothing where the kernel shall choose. With a path it gets that over HTTP. Connections
 * that are held stay open until standard input ends; then each is used once more, which is reported likewise.
 */
export const TCP_CLIENT = String.raw`${COMMON}
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
sub finish { # says goodbye, and waits for the other side's
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
}`

/** Arguments: host, port, seconds, then ADDRESS and PORT of each attempt. The datagram says which attempt it is of. */
export const UDP_CLIENT = String.raw`${COMMON}
while (my ($address, $from) = splice(@ARGV, 0, 2)) {
  attempt(sub {
    my $socket = dial(2, $address, $from, @_);
    defined(syswrite($socket, "lvslab $from\n")) or failed();
    my $server = incoming($socket, @_);
    chomp($server);
    $server;
  });
}`
