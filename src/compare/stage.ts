/** What is asked of a virtual service of its own: one request for each of its real servers. */
export interface Stage {
  readonly servers: number
  /** Octets that a request brings to its server, by PUT; nothing is put where it is 0. */
  readonly request: number
  /** Octets that a server answers with, to GET. */
  readonly response: number
}

/** Names of the probes that fetch and bring. */
export const getProbe = ({ servers, response }: Stage): string => `get-${response}-of-${servers}`
export const putProbe = ({ servers, request }: Stage): string => `put-${request}-to-${servers}`

export function probesOf(stage: Stage): string[] {
  return stage.request === 0 ? [getProbe(stage)] : [putProbe(stage), getProbe(stage)]
}

/** The virtual address of the stage with this number. */
export const vipOf = (stage: number): string => `10.0.3.${stage + 1}`

/** Key of its virtual service. */
export const serviceOf = (stage: number): string => `tcp ${vipOf(stage)}:80`
