import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Problem } from '../../events/types.ts'
import { realImage } from '../../kernel/image.ts'
import { startUml } from '../../kernel/uml.ts'
import { PROTOCOL_VERSION } from '../../protocol/messages.ts'
import { seconds } from '../../report/text.ts'
import { findSysroot } from '../../setup/sysroot.ts'

export type Booted =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: Problem }

const DEADLINE_MS = 30_000

/** Boots User-Mode Linux until its engine answers: `Linux 6.1.176 answers after 1.20 s`. */
export async function bootUml(): Promise<Booted> {
  const found = findSysroot()
  if (!found.ok) return found
  const out = mkdtempSync(join(tmpdir(), 'lvslab-doctor-'))
  const started = Date.now()
  const link = startUml(found.sysroot, realImage(found.sysroot).image, { out, features: [] })
  try {
    const answer = await Promise.race([link.call('hello', { version: PROTOCOL_VERSION }), deadline()])
    if (!answer.ok) return answer
    return { ok: true, value: `${answer.value.kernel} answers after ${seconds(Date.now() - started)}` }
  } finally {
    link.kill()
    await link.ended
    rmSync(out, { recursive: true })
  }
}

function deadline(): Promise<{ ok: false; error: Problem }> {
  const error = { message: `User-Mode Linux did not answer within ${seconds(DEADLINE_MS)}` }
  return new Promise((resolve) => setTimeout(resolve, DEADLINE_MS, { ok: false, error }).unref())
}
