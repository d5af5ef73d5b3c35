import { z } from 'zod'
import type { Path } from '../text/tree.ts'

/** Keys that a schema knows at a path: for suggestions, and to be listed in an error. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  const reached = path.reduce<z.ZodType[]>(
    (schemas, step) => schemas.flatMap((one) => childrenOf(one, step)),
    [schema],
  )
  return [
    ...new Set(
      reached.flatMap(unwrap).flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])),
    ),
  ]
}

function childrenOf(schema: z.ZodType, step: string | number): z.ZodType[] {
  return unwrap(schema).flatMap((one): z.ZodType[] => {
    if (one instanceof z.ZodRecord) return [one.valueType as z.ZodType]
    if (one instanceof z.ZodArray) return [one.element as z.ZodType]
    const child = one instanceof z.ZodObject ? one.shape[step] : undefined
    return child ? [child] : []
  })
}

/** What is inside optional values and unions. */
function unwrap(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => unwrap(one as z.ZodType))
  return [schema]
}
