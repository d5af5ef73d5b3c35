import type { Program } from './program.ts'

/**
 * mariadbd(8), which tells its node to whoever asks for `@@report_host`. What is wrong with its configuration it says
 * when it starts.
 */
export const mariadb: Program = {
  argv: (file, node) => ['mariadbd', `--defaults-file=${file}`, `--report-host=${node}`],
  listens: { protocol: 'tcp', ports: [3306] },
  stop: 'TERM',
}

/** proxysql(1), with a database of its own that is made anew from the configuration. */
export const proxysql: Program = {
  argv: (file) => ['proxysql', '--foreground', '--initial', '--config', file, '--datadir', '.'],
  listens: { protocol: 'tcp', ports: [6033] },
  stop: 'TERM',
}
