import type { Program } from './program.ts'

/** Where a proxy for the web listens if the lab does not say. */
const WEB = { protocol: 'tcp', ports: [80] } as const

/**
 * apache2(8) with a configuration of the lab, whose relative paths are below its folder. It serves no pages as root:
 * the configuration names a user (`User nobody`).
 */
export const apache2: Program = {
  argv: (file) => ['apache2', '-D', 'FOREGROUND', '-d', '$DIR', '-f', file],
  test: (file) => ['apache2', '-t', '-d', '.', '-f', file],
  listens: WEB,
  reload: 'HUP',
  stop: 'TERM',
}

/**
 * traffic_server(8). It takes the folder where records.config and all its other files lie from the environment alone,
 * and its user (`proxy.config.admin.user_id`) must be able to get there and to write: a copy in /run.
 */
export const trafficserver: Program = {
  argv: () => inFolderOfItsOwn('traffic_server'),
  test: () => inFolderOfItsOwn('traffic_server -C verify_config'),
  listens: WEB,
  stop: 'TERM',
}

function inFolderOfItsOwn(command: string): string[] {
  const places = ['CONFIG_DIR', 'LOCAL_STATE_DIR', 'LOG_LOGFILE_DIR', 'BODY_FACTORY_TEMPLATE_SETS_DIR']
  const settings = places.map((place) => `PROXY_CONFIG_${place}=$folder`).join(' ')
  const copy = 'folder=$(mktemp -d /run/trafficserver.XXXXXX) && cp -R . $folder && chmod -R a+rwX $folder'
  return ['sh', '-c', `${copy} && export ${settings} && exec ${command}`]
}

/** perlbal(1), which cannot look at a configuration without running it: what is wrong ends it. */
export const perlbal: Program = {
  argv: (file) => ['perlbal', `--config=${file}`],
  listens: WEB,
  stop: 'TERM',
}

/** pound(8); its configuration says `Daemon 0`, or it would leave the foreground. */
export const pound: Program = {
  argv: (file) => ['pound', '-f', file, '-p', 'pound.pid'],
  test: (file) => ['pound', '-c', '-f', file],
  listens: WEB,
  stop: 'TERM',
}
