import type { Place } from '../../text/source.ts'
import type { Director } from '../model/types.ts'
import type { Notes } from '../notes.ts'

const LEFT_OUT = { remedy: 'keepalived leaves it out.' }

/** Findings about what refers to something else in the file by its name. */
export function examineNames({ instances, groups, scripts, sync }: Director, notes: Notes): void {
  const names = instances.map(({ name }) => name)
  const scriptNames = scripts.filter(({ script }) => script !== '').map(({ name }) => name)
  for (const { name, place, members } of groups) {
    for (const member of members) known('vrrp_instance', member.name, names, member.place, notes)
    if (members.length < 2)
      notes.warn('group-single', place, `vrrp_sync_group ${name} has fewer than two instances`)
  }
  for (const { name, place, script } of scripts)
    if (script === '') notes.error('script-missing', place, `vrrp_script ${name} has no script`, LEFT_OUT)
  for (const { name, place } of instances.flatMap(({ trackedScripts }) => trackedScripts))
    known('vrrp_script', name, scriptNames, place, notes)
  if (sync?.instance !== undefined && !names.includes(sync.instance))
    notes.error('sync-instance', sync.place, `no vrrp_instance "${sync.instance}" in this file`, {
      known: names,
      word: sync.instance,
    })
}

function known(what: string, word: string, words: readonly string[], place: Place, notes: Notes): void {
  if (!words.includes(word))
    notes.error('group-unknown', place, `no ${what} "${word}" in this file`, {
      known: words,
      word,
      ...LEFT_OUT,
    })
}
