/**
 * Arguments: host, port, seconds for each attempt, then the local port of each. Has mariadb(1) ask a server for the
 * name that it was given (`@@report_host`), and writes a line an attempt as the clients of perl-clients.ts do. The
 * client takes no local port: for each attempt the namespace has only one to give (ip_local_port_range). ERROR 2013
 * tells that the connection ended; 2002 that there was none, with the errno of connect(2), or, where that came later,
 * with EINPROGRESS, 115: then it was a RST that refused if a segment came in, as the namespace counts them.
 */
export const MYSQL_CLIENT = String.raw`use strict;
my ($host, $port, $seconds, @ports) = @ARGV;
my $range = "/proc/sys/net/ipv4/ip_local_port_range";
sub range { # reads it, and writes it where it is told what
  open(my $file, @_ ? ">" : "<", $range) or die "$range: $!\n";
  return scalar <$file> unless @_;
  print {$file} @_;
  close($file) or die "$range: $!\n";
}
sub now { open(my $file, "<", "/proc/uptime"); (split " ", <$file>)[0] }
sub segments { # TCP segments that came in (Tcp.InSegs of /proc/net/snmp)
  open(my $file, "<", "/proc/net/snmp") or die "/proc/net/snmp: $!\n";
  my ($names, $values) = map { [split] } grep { /^Tcp:/ } <$file>;
  my %counters;
  @counters{@$names} = @$values;
  return $counters{InSegs};
}
sub query { # what the client says, on either output, and its status
  my @client = ("mariadb", "--no-defaults", "--protocol=TCP", "--host=$host", "--port=$port", "--user=lab");
  my @query = ("--batch", "--skip-column-names", '--execute=SELECT @@report_host');
  my $child = open(my $said, "-|") // die "fork: $!\n";
  return join("", <$said>), close($said) ? 0 : $? >> 8 if $child;
  open(STDERR, ">&", \*STDOUT);
  exec "timeout", $seconds, @client, @query or die "mariadb: $!\n";
}
sub reason { # why there is no answer, in the words of strerror(3)
  my ($said, $status, $came) = @_;
  return "Connection timed out" if $status == 124;
  return "Connection closed by the server" if $said =~ /ERROR 2013 /;
  return $came ? "Connection refused" : "No route to host" if $said =~ /ERROR 2002 .*\(115\)/;
  $! = $1, return "$!" if $said =~ /ERROR 2002 .*\((\d+)\)/;
  return $said =~ /(\S.*)/ ? $1 : "mariadb ended with status $status";
}
my $usual = range();
for my $own (@ports) {
  range("$own $own");
  my ($begun, $before) = (now(), segments());
  my ($said, $status) = query();
  my $came = segments() - $before;
  chomp(my $server = $status ? "" : $said);
  printf "%s\t%.3f\t%s\n", $status ? reason($said, $status, $came) : "connected", now() - $begun, $server;
}
range($usual);`
