/** Remembers what was made of an object as long as the object is there. */
export function memo<Subject extends object, Value>(
  make: (subject: Subject) => Value,
): (subject: Subject) => Value {
  const known = new WeakMap<Subject, Value>()
  return (subject) => {
    const before = known.get(subject)
    if (before !== undefined) return before
    const made = make(subject)
    known.set(subject, made)
    return made
  }
}
