import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Leaves a message in a file; whoever looks for it finds it complete. */
export function leaveMessage(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

/** Takes a message out of its file. */
export function takeMessage<Message>(path: string): Message {
  const message = JSON.parse(readFileSync(path, 'utf8')) as Message
  rmSync(path)
  return message
}
