/**
 * Runs a command on a pseudo-terminal of its own (pty(7), ioctl_tty(2)): `perl -e TERMINAL ROWS COLUMNS COMMAND…`.
 * Standard input and output are the terminal's; a line `ROWS COLUMNS` on file descriptor 3 gives it another size,
 * of which the kernel tells the foreground job by SIGWINCH. When the input ends, the terminal hangs up: whoever has
 * it for its controlling terminal gets SIGHUP. Ends with the command's status, 128 more than the signal's number
 * where one ended it, as shells say it.
 *
 * ioctls: TIOCSPTLCK 0x40045431, TIOCGPTN 0x80045430, TIOCSWINSZ 0x5414, TIOCSCTTY 0x540e (asm-generic/ioctls.h).
 */
export const TERMINAL = String.raw`
  use strict; use warnings; use POSIX ();
  sub size { my ($terminal, @size) = @_; ioctl($terminal, 0x5414, pack("S4", @size, 0, 0)) }
  my @size = splice(@ARGV, 0, 2);
  my $number = pack("I", 0);
  open(my $master, "+<", "/dev/pts/ptmx") or die "/dev/pts/ptmx: $!\n";
  ioctl($master, 0x40045431, $number) && ioctl($master, 0x80045430, $number) or die "no terminal: $!\n";
  my $path = "/dev/pts/" . unpack("I", $number);
  sysopen(my $slave, $path, POSIX::O_RDWR | POSIX::O_NOCTTY) or die "$path: $!\n";
  size($slave, @size);
  my $command = fork() // die "fork: $!\n";
  if (!$command) {
    POSIX::setsid();
    ioctl($slave, 0x540e, 0) or die "$path: $!\n";
    POSIX::dup2(fileno($slave), $_) for 0 .. 2;
    POSIX::close($_) for 3, fileno($master), fileno($slave);
    exec { $ARGV[0] } @ARGV or do { print STDERR "$ARGV[0]: $!\r\n"; POSIX::_exit(127) };
  }
  close($slave);
  open(my $sizes, "<&=", 3) or die "file descriptor 3: $!\n";
  my ($typed, $lines) = ("", "");
  while (1) {
    my ($readers, $writers) = ("", "");
    vec($readers, fileno($_), 1) = 1 for $master, grep { defined } $sizes, $typed eq "" ? \*STDIN : ();
    vec($writers, fileno($master), 1) = 1 if $typed ne "";
    select($readers, $writers, undef, undef) >= 0 or next;
    if (vec($readers, fileno($master), 1)) {
      sysread($master, my $said, 16384) or last; # EIO: nobody has the terminal open any more
      for (my $at = 0; $at < length($said);) { $at += syswrite(STDOUT, $said, length($said) - $at, $at) // exit 1 }
    }
    if ($typed eq "" && vec($readers, fileno(STDIN), 1)) {
      sysread(STDIN, $typed, 1024) or last;
    }
    if ($typed ne "" && vec($writers, fileno($master), 1)) {
      substr($typed, 0, syswrite($master, $typed, 256) // last) = "";
    }
    if ($sizes && vec($readers, fileno($sizes), 1)) {
      sysread($sizes, $lines, 4096, length($lines)) or undef $sizes;
      size($master, split) for $lines =~ /^(\d+ \d+)\n/gm;
      $lines =~ s/.*\n//s;
    }
  }
  close($master);
  waitpid($command, 0);
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
`
