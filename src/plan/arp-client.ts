/**
 * Asks for several addresses, as arping(8) asks for one: ARP requests (RFC 826) to the broadcast address from a packet
 * socket (packet(7)), past the kernel's own neighbour table. A broadcast is a frame for every node, and all wait in one
 * queue that holds 1000 (net.core.netdev_max_backlog): between two questions it hears answers until none comes for
 * 2 ms. Then it listens until each is answered, or the time is up. It writes a line a question as the other clients do (`perl-clients.ts`). Arguments: interface, seconds,
 * addresses to ask from, addresses to ask for, both separated by commas.
 *
 * ioctl(2): 0x8933 SIOCGIFINDEX, 0x8927 SIOCGIFHWADDR. Address family 17 AF_PACKET, type 3 SOCK_RAW, 0x0806 ARP.
 */
export const ARP_CLIENT = String.raw`use strict; use warnings; use Socket;
sub now { open(my $file, "<", "/proc/uptime"); (split " ", <$file>)[0] }
my ($device, $seconds, $sources, $hosts) = @ARGV;
socket(my $socket, 17, 3, unpack("S", pack("n", 0x0806))) or die "packet socket: $!\n";
my $request = pack("a16 x24", $device);
ioctl($socket, 0x8933, $request) or die "$device: $!\n";
bind($socket, pack("S n i x12", 17, 0x0806, unpack("x16 i", $request))) or die "$device: bind: $!\n";
ioctl($socket, 0x8927, $request) or die "$device: $!\n";
my $mac = unpack("x18 a6", $request);
my @asked;
sub hear { # SECONDS: takes one frame, if one comes in time
  my $ready = "";
  vec($ready, fileno($socket), 1) = 1;
  select($ready, undef, undef, $_[0]) or return 0;
  recv($socket, my $frame, 2048, 0);
  my ($operation, $host, $source) = unpack("x20 n x6 a4 x6 a4", $frame);
  for my $one ($operation == 2 ? @asked : ()) {
    next if defined $one->{after} || $one->{host} ne inet_ntoa($host) || $one->{source} ne inet_ntoa($source);
    $one->{after} = now() - $one->{at};
  }
  return 1;
}
for my $source (split /,/, $sources) {
  for my $host (split /,/, $hosts) {
    my $head = pack("H12 a6 n n n C C n", "f" x 12, $mac, 0x0806, 1, 0x0800, 6, 4, 1);
    my $question = pack("a6 a4 x6 a4", $mac, inet_aton($source), inet_aton($host));
    push @asked, { source => $source, host => $host, at => now() };
    defined(send($socket, $head . $question . "\0" x 18, 0)) or die "$device: send: $!\n";
    1 while hear(0.002);
  }
}
my $end = now() + $seconds;
while (grep { !defined $_->{after} } @asked) {
  my $left = $end - now();
  last if $left <= 0 || !hear($left);
}
printf "%s\t%.3f\t\n", defined $_->{after} ? "connected" : "timed out", $_->{after} // $seconds for @asked;`
