#!/usr/bin/perl
# Runs the real tcpdump and spoils what it leaves, as SPOIL says. It speaks and ends as the real one does.
use strict; use warnings;
my ($file) = "@ARGV" =~ /-w (\S+)/;
pipe(my $words, my $speak) or die;
my $pid = fork() // die;
if (!$pid) {
  open(STDERR, ">&", $speak) or die;
  exec("REAL", @ARGV) or die;
}
close $speak;
$SIG{INT} = sub { kill("INT", $pid) };
while (my $line = <$words>) {
  $line =~ s/^0 (packets dropped by kernel)/7 $1/ if "SPOIL" eq "drop";
  syswrite(STDERR, $line);
}
waitpid($pid, 0);
truncate($file, (-s $file) - 7) if "SPOIL" eq "cut";
if ("SPOIL" eq "text") { open(my $out, ">", $file) or die; print {$out} "no capture at all, but words\n" x 9; close $out }
