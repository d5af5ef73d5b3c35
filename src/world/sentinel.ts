import { closeSync, openSync, readSync } from 'node:fs'
import { ENTER } from '../plan/perl.ts'
import type { CapturePoint } from '../plan/types.ts'
import { Failure } from './failure.ts'
import { runProcess } from './run-process.ts'

/**
 * Sends one frame out of each interface, in one process: raw socket (packet(7)), ethertype 0x88B5 (IEEE 802
 * local experimental), to a group address that bridges keep to the link (01:80:C2:00:00:0E), from the zero
 * address, which a bridge drops before it would learn it. A capture on the interface sees it go out.
 *
 * A tunnel's device has no Ethernet header. It takes the text alone, behind as many zeros as the header that the
 * device would have filled in (ARPHRD_IPGRE 778: IPv4 and GRE, 24 octets), sees no destination, and drops it once
 * the capture has seen it.
 */
const SENDER = String.raw`${ENTER}
    while (my $line = <STDIN>) {
      my ($namespace, $interface, $token) = split " ", $line;
      enter($namespace);
      socket(my $socket, 17, 3, 0) or die "packet socket: $!\n";
      my $request = pack("a16 x24", $interface);
      ioctl($socket, 0x8933, $request) or die "$namespace: $interface: $!\n";
      my $index = unpack("x16 i", $request);
      ioctl($socket, 0x8927, $request) or die "$namespace: $interface: $!\n";
      my $type = unpack("x16 S", $request);
      my $header = $type == 768 ? "" : $type == 778 ? "\0" x 24 : pack("H12 x6 n", "0180c200000e", 0x88b5);
      my $frame = $header . "lvslab-sentinel $token";
      my $to = pack("S n i S C C H16", 17, 0x88b5, $index, 1, 0, 6, "0180c200000e0000");
      defined(send($socket, $frame . "\0" x 30, 0, $to)) or die "$namespace: $interface: send: $!\n";
    }
`

export async function sendSentinels(points: readonly CapturePoint[], token: string): Promise<void> {
  const input = points.map(({ namespace, interface: name }) => `${namespace} ${name} ${token}\n`).join('')
  const result = await runProcess(['perl', '-e', SENDER], { input, timeoutMs: 10_000 })
  if (result.status !== 0) throw new Failure('could not send the sentinel frames', result.stderr.trim())
}

/** Looks for a sentinel in a capture that is still being written, reading only what is new. */
export class SentinelSearch {
  readonly #path: string
  readonly #needle: Buffer
  #offset = 0
  #tail: Buffer = Buffer.alloc(0)
  #found = false

  constructor(path: string, token: string) {
    this.#path = path
    this.#needle = Buffer.from(`lvslab-sentinel ${token}`)
  }

  found(): boolean {
    while (!this.#found && this.#readMore()) {}
    return this.#found
  }

  /** Keeps the end of what was read, in case the needle lies across two reads. */
  #readMore(): boolean {
    const chunk = readAt(this.#path, this.#offset)
    if (chunk.length === 0) return false
    this.#offset += chunk.length
    const window = Buffer.concat([this.#tail, chunk])
    this.#found = window.includes(this.#needle)
    this.#tail = window.subarray(Math.max(0, window.length - this.#needle.length))
    return true
  }
}

function readAt(path: string, offset: number): Buffer {
  const buffer = Buffer.allocUnsafe(64 * 1024)
  const file = openSync(path, 'r')
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset))
  } finally {
    closeSync(file)
  }
}
