import { TARGET } from './perl-clients.ts'

/**
 * Begins an attempt at fixed times, whatever has become of those before: all are under way side by side. Arguments:
 * host, port, seconds for each attempt, 1 for TCP or 2 for UDP (their SOCK_ numbers), path to get over HTTP, or over UDP
 * what stands in the datagram behind the number of the local port, in hexadecimal, as is then the answer; or nothing; seconds from one attempt to the next, how many, local port of the first, addresses to send from in turn.
 *
 * Writes `ready`, then a line for each attempt as it ends, like the other clients, with two more fields: its number
 * from 0, and when it began, in seconds since 1970 by the clock that stamps captured packets too.
 */
export const STEADY_CLIENT = String.raw`${TARGET}
use Time::HiRes "time";
my ($type, $path, $every, $count, $from, @sources) = @ARGV;
my ($timeout, $gone) = ("Connection timed out", "Connection closed by the server");
my %open;
sub ended {
  my ($one, $how, $server) = @_;
  my ($number, $begun) = @$one{qw(number begun)};
  printf "%s\t%.6f\t%s\t%d\t%.6f\n", $how, time() - $begun, $server // "", $number, $begun;
  delete $open{$number};
}
sub begin { # a socket that connects
  my ($number) = @_;
  my $one = $open{$number} = { number => $number, begun => time(), writing => 1, answer => "" };
  my $address = @sources ? $sources[$number % @sources] : "";
  socket($one->{socket}, $host =~ /:/ ? 10 : 2, $type, 0) or return ended($one, $!);
  bind($one->{socket}, name($address, $from + $number)) or return ended($one, $!);
  fcntl($one->{socket}, 4, 2048);
  connect($one->{socket}, name($host, $port)) or $! == 115 or ended($one, $!);
}
sub written { # it has connected, or not
  my ($one) = @_;
  my $error = unpack("i", getsockopt($one->{socket}, 1, 4));
  return ended($one, $! = $error) if $error;
  my $own = $from + $one->{number};
  my $datagram = $path ? pack("nH*", $own, $path) : "lvslab $own\n";
  my $says = $type == 2 ? $datagram : $path ? get($path, "close") : "";
  return ended($one, "connected") if $says eq "";
  syswrite($one->{socket}, $says) or return ended($one, $!);
  $one->{writing} = 0;
}
sub readable { # a datagram is a whole answer
  my ($one) = @_;
  my $read = sysread($one->{socket}, my $octets, 65536);
  return ended($one, $!) unless defined($read);
  return ended($one, "connected", $path ? unpack("H*", $octets) : $octets =~ s/\n//r) if $type == 2;
  $one->{answer} .= $octets;
  return ended($one, "connected", server($one->{answer})) if whole($one->{answer});
  ended($one, $gone) unless $read;
}
print "ready\n";
my ($zero, $sent) = (time(), 0);
while ($sent < $count || %open) {
  begin($sent++) while $sent < $count && time() >= $zero + $sent * $every;
  my ($now, $next) = (time(), $sent < $count ? $zero + $sent * $every : undef);
  my ($reading, $writing) = ("", "");
  for my $one (values %open) {
    my $until = $one->{begun} + $seconds;
    if ($now >= $until) { ended($one, $timeout); next }
    $next = $until if !defined($next) || $until < $next;
    vec($one->{writing} ? $writing : $reading, fileno($one->{socket}), 1) = 1;
  }
  next unless defined $next;
  select($reading, $writing, undef, $next > $now ? $next - $now : 0) > 0 or next;
  for my $one (values %open) {
    my $file = fileno($one->{socket});
    if (vec($writing, $file, 1)) { written($one) } elsif (vec($reading, $file, 1)) { readable($one) }
  }
}`
