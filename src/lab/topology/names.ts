/**
 * A name of a node or network becomes the name of a namespace, of an interface (IFNAMSIZ: 15 characters,
 * include/uapi/linux/if.h) and an argument of ip(8).
 */
const LONGEST_NAME = 15

const SAFE = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/

/** Words that ip(8) takes for its own where a name could stand. */
const KEYWORDS = [
  'add all allmulticast any arp auto bridge brief broadcast carrier change default del dev down dst from group',
  'gre host ipip label link-netns link-netnsid lo local master mode mtu multicast name netns none off on',
  'onlink peer prefix promisc proto qlen replace scope self set show src state table to trailers up veth vf via',
  'vlan vrf vti xdp',
].flatMap((line) => line.split(' '))

/** Words that ip(8) also takes when only their first letters are given (`matches` in iproute2's ip/iplink.c). */
const ABBREVIATED = [
  'address addrgenmode alias delete dynamic help index link list nomaster numrxqueues numtxqueues permanent',
  'static temp txqueuelen type',
].flatMap((line) => line.split(' '))

/**
 * Why a name cannot be used, as a sentence, or undefined if it can.
 *
 * @param derived longest name that is made from it
 */
export function nameProblem(name: string, derived: string = name): string | undefined {
  if (!SAFE.test(name)) return 'Use lower-case letters, digits and inner dashes, a letter first.'
  const longest = derived.length > name.length ? derived : name
  if (longest.length > LONGEST_NAME)
    return `"${longest}" has ${longest.length} characters, an interface name at most ${LONGEST_NAME}.`
  if (/^(?:lo|eth\d*|.*-eth\d+)$/.test(name)) return 'Interfaces are called like this.'
  if (KEYWORDS.includes(name)) return `ip(8) takes "${name}" for a keyword.`
  const word = ABBREVIATED.find((keyword) => keyword.startsWith(name))
  return word && `ip(8) takes "${name}" for its keyword "${word}".`
}
