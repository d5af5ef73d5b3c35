import type { Node } from '../../lab/topology/types.ts'
import type { Lab } from '../../lab/types.ts'
import { factsOf, nodeFacts } from './facts.ts'

/**
 * The lab as a Mermaid flowchart: networks and nodes joined by interfaces, and a dotted arrow from each
 * director to each of its real servers. Ids have a prefix, because `end` and the like are Mermaid's own words.
 */
export function mermaid(lab: Lab): string {
  return [
    'flowchart LR',
    ...lab.networks.map(
      (network) => `  net_${id(network.name)}(["${label([network.name, ...factsOf(network)])}"])`,
    ),
    ...lab.nodes.map((node) => `  node_${id(node.name)}["${label([bold(node.name), ...nodeFacts(node)])}"]`),
    ...lab.nodes.flatMap(links),
    ...lab.nodes.flatMap(forwarding),
  ].join('\n')
}

const links = ({ name, interfaces }: Node): string[] =>
  interfaces.map(({ name: device, network }) => `  node_${id(name)} ---|${device}| net_${id(network)}`)

/** One arrow a method and real server, however many services share it. */
function forwarding({ name, ipvs }: Node): string[] {
  const arrows = ipvs.flatMap(({ servers }) =>
    servers.flatMap(({ node, method }) =>
      node ? [`  node_${id(name)} -. ${method} .-> node_${id(node)}`] : [],
    ),
  )
  return [...new Set(arrows)]
}

const bold = (text: string): string => `<b>${text}</b>`

const label = (lines: readonly string[]): string => lines.join('<br/>').replaceAll('"', '#quot;')

const id = (name: string): string => name.replace(/\W/g, '_')
