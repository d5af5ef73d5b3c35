/** Name of bird's socket in its folder. */
export const BIRD_SOCKET = 'bird.ctl'

/**
 * Perl that asks bird as birdc(8) does, one process for all daemons of a world: `ask FOLDER, QUESTION` gives the lines
 * of the answer, without the codes in front of them (doc/reply_codes in bird's sources); none where nobody answers. AF_UNIX and SOCK_STREAM
 * are both 1; the path is relative, for an address holds 108 octets.
 */
export const ASK_BIRD = String.raw`
    sub ask {
      my ($folder, $question) = @_;
      chdir $folder or return;
      socket(my $bird, 1, 1, 0) or return;
      connect($bird, pack("S Z108", 1, "${BIRD_SOCKET}")) or return;
      syswrite($bird, "$question\n");
      my ($ends, @lines) = (0);
      while (my $line = <$bird>) {
        $ends++ if $line =~ /^\d{4} /;
        last if $ends == 2; # the first one is the greeting
        push @lines, $line =~ s/^(\d{4}-|[ +])//r if $ends == 1 && $line !~ /^0001 /;
      }
      return @lines;
    }
`
