import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeMessage } from '../protocol/files.ts'
import { type Request, type RequestInFile, requestFile } from '../protocol/messages.ts'

/** A request as it arrived, or the content of the file that it names. */
export function wholeRequest(message: Request | RequestInFile, folder: string): Request {
  return 'file' in message ? takeMessage(join(folder, message.file)) : message
}

/**
 * Waits for a file named on its input to be in the folder, says so, and waits for the next one. It never sleeps and
 * never looks at the clock, which costs 256 ns of virtual time (arch/um/kernel/time.c, timer_read); a look at the
 * path would leave a directory entry behind that the kernel cannot give up as long as nobody sleeps.
 */
const WATCHER = `
  $| = 1;
  opendir my $folder, $ARGV[0] or die "$ARGV[0]: $!";
  while (my $name = <STDIN>) {
    chomp $name;
    rewinddir $folder until grep { $_ eq $name } readdir $folder;
    rewinddir $folder;
    print "\\n";
  }`

/**
 * Requests as files of the folder, one after the other, for ever. While nothing is asked a process keeps busy: in
 * virtual time the clock stands as long as anybody computes, so the front-end may take its time. That process is not
 * this one, which collects garbage and takes the time of it, so that time would depend on how long it has waited.
 */
export async function* requestsInFiles(folder: string): AsyncGenerator<Request> {
  const watcher = spawn('perl', ['-e', WATCHER, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  watcher.on('error', (error) => watcher.stdout.destroy(error))
  const found = createInterface(watcher.stdout)[Symbol.asyncIterator]()
  for (let id = 1; ; id++) {
    // Time passes only when nobody has anything to do: after this, whatever the last call has set off is over.
    await sleep(1)
    watcher.stdin.write(`${requestFile(id)}\n`)
    if ((await found.next()).done) throw new Error('whoever waits for requests has ended')
    yield takeMessage(join(folder, requestFile(id)))
  }
}
