/** Types whose data is a name. */
export const NAME_TYPES: ReadonlySet<string> = new Set(['NS', 'CNAME', 'PTR', 'DNAME'])

/** Data of records in alphabetic order, numbers by their value. */
export const inOrder = (data: Iterable<string>): string[] =>
  [...data].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

/** Lower case, as names are compared (RFC 4343), without the last dot; `.` for the root. */
export function nameText(name: string): string {
  return name === '.' || name === '' ? '.' : name.replace(/\.$/, '').toLowerCase()
}
