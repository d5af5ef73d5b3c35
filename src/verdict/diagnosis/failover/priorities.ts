import { prioritiesOf } from '../../vrrp/configured.ts'
import { listed } from '../../words.ts'
import { type Advert, advertsOf, advertText } from '../adverts.ts'
import type { Failover, FailoverDetector } from './scene.ts'

/** The highest priority is master, and another priority than was meant makes another master. */
export const otherPriorities: FailoverDetector = (scene) => {
  const differing = advertsOf(scene).filter((one) => isOther(scene, one))
  if (differing.length === 0) return undefined
  const nodes = differing.map(({ node }) => node)
  const texts = differing.map(
    (one) =>
      `${advertText(scene.view, one)}, and ${listed(meantFor(scene, one).map(String), 'or')} was meant for ${one.node}`,
  )
  return {
    nodes,
    text: `${texts.join('; ')}.`,
    remedy: `keepalived.conf: the priority that is meant on ${listed(nodes)}`,
  }
}

/** A farewell has a priority of its own, which says nothing. */
function isOther(scene: Failover, advert: Advert): boolean {
  const { priority } = advert.facts
  return priority !== 0 && !meantFor(scene, advert).includes(priority)
}

function meantFor({ directors, vip }: Failover, { node, facts }: Advert): number[] {
  const instances = directors.find(({ name }) => name === node)?.keepalived?.director.instances ?? []
  const own = instances.find(({ addresses }) => addresses.some(({ address }) => address === vip))
  return own === undefined ? [facts.priority] : prioritiesOf(own)
}
