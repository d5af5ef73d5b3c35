import { exitStatus } from '../exit.ts'
import { print } from '../output.ts'

/** Prints a JSON Schema. */
export async function schemaCommand(what: 'lab' | 'result'): Promise<number> {
  print(JSON.stringify(await schemas[what](), undefined, 2))
  return exitStatus('pass')
}

const schemas = {
  lab: async () => (await import('../../lab/index.ts')).labJsonSchema(),
  result: async () => (await import('../../report/result-schema.ts')).resultJsonSchema(),
}
