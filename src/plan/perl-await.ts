import { ASK_BIRD } from './programs/bird-client.ts'

/** Longest that a daemon may take until it listens, in seconds. */
const PATIENCE = 20

/** Seconds without a change after which a table of routes has come to rest: neighbours tell each other in milliseconds. */
const QUIET = 0.5

/**
 * Perl that waits for daemons to be ready: one process for all of them, which looks again every 20 ms. It reads lines of
 * NAME listens tcp|udp PORT, NAME says SECONDS TIMES PATTERN and NAME established SECONDS, and takes one after the other:
 *
 * - `listens`: a socket that listens on the port, or for UDP, that is bound (/proc/PID/net/tcp and udp, see proc(5));
 *   at most 20 s, and then it is an error
 * - `says`: so many lines of its log match the pattern, or that much time is over
 * - `established`: all of bird's BGP sessions are, and no route has changed for a while, or it has been running for so
 *   long (the 22nd field of /proc/PID/stat is when it began)
 *
 * A daemon that has ended is an error, too; the last lines of its log are shown.
 */
export const AWAIT = String.raw`use strict; use warnings;${ASK_BIRD}
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
    return !grep { seconds($now) - seconds($_) < ${QUIET} } @changes;
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
        uptime() - $begun < ${PATIENCE} or fails($name, "does not listen on port $port after ${PATIENCE} s");
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
`
