import type { CheckerKind } from '../model/types.ts'
import { type Block, block, type Fields, type Grammar, grammar, many, type Values } from './field.ts'
import { flag, oneOf, seconds, text, whole, word } from './values.ts'

/** Keywords of every checker (install_checker_common_keywords() in check_api.c). */
const TIMING = {
  retry: whole(0, 2 ** 32 - 1),
  delay_before_retry: seconds(),
  warmup: seconds(),
  delay_loop: seconds(),
  alpha: flag(),
  log_all_failures: flag(),
}

const CONNECTION = {
  ...TIMING,
  connect_ip: word('an address'),
  connect_port: whole(1, 65535),
  bindto: word('an address'),
  bind_port: whole(1, 65535),
  bind_if: word('the name of an interface'),
  connect_timeout: seconds(),
  fwmark: whole(0, 2 ** 32 - 1),
}

const URL = grammar(
  {
    path: word('a path'),
    digest: word('an MD5 digest'),
    status_code: text(),
    virtualhost: word('a host name'),
    regex: text(),
    regex_no_match: flag(),
  },
  { 'how a regular expression is matched': 'regex_options regex_min_offset regex_max_offset regex_stack' },
)

const HTTP = grammar({
  ...CONNECTION,
  url: many(block(URL)),
  virtualhost: word('a host name'),
  http_protocol: oneOf('1.0', '1.1', '1.0c', '1.0C'),
  nb_get_retry: whole(0, 2 ** 32 - 1),
  enable_sni: flag(),
  fast_recovery: flag(),
})

const SMTP = grammar({
  ...CONNECTION,
  helo_name: word('a host name'),
  host: many(block(grammar(CONNECTION))),
})

const UDP = grammar(
  { ...CONNECTION, require_reply: flag() },
  { 'what the datagram holds': 'payload min_reply_length max_reply_length' },
)

const MISC = grammar(
  { ...TIMING, misc_path: text(), misc_timeout: seconds(), misc_dynamic: flag() },
  { 'nobody but root exists in a lab': 'user' },
)

const FILE = grammar({ track_file: word('a name'), weight: text() })

const checker = <T extends Fields>(inner: Grammar<T>) => many(block(inner))

/** The checkers of keepalived 2.2.7. */
export const CHECKERS = {
  TCP_CHECK: checker(grammar(CONNECTION)),
  HTTP_GET: checker(HTTP),
  SSL_GET: checker(HTTP),
  SMTP_CHECK: checker(SMTP),
  DNS_CHECK: checker(grammar({ ...CONNECTION, type: word('a record type'), name: word('a name') })),
  UDP_CHECK: checker(UDP),
  PING_CHECK: checker(grammar(CONNECTION)),
  MISC_CHECK: checker(MISC),
  FILE_CHECK: checker(FILE),
  BFD_CHECK: checker(grammar({ name: word('a name'), alpha: flag() })),
} satisfies Record<CheckerKind, unknown>

/** What a checker may say, as far as it is looked at. */
export type CheckerSettings = Values<
  typeof HTTP.fields &
    Pick<typeof MISC.fields, 'misc_path' | 'misc_timeout'> &
    Pick<typeof FILE.fields, 'track_file'> &
    Pick<typeof SMTP.fields, 'host'>
>

/** Any checker, as far as it is looked at. */
export type CheckerBlock = Pick<UrlBlock, 'place' | 'words'> & { readonly given: CheckerSettings }

export type UrlBlock = Block<typeof URL.fields>
