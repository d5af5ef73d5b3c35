import type { Recording } from '../support/recording.ts'
import { testPromises } from './bent.ts'

const WRAPPED = {
  rs1: 'DIP:RIP1 ipip [CIP:VIP]',
  rs2: 'DIP:RIP2 gre [CIP:VIP]',
  rs3: 'DIP:RIP3 gue [CIP:VIP]',
}

/** Changes the outer header of the first packet that went to a real server. */
function outer(
  server: keyof typeof WRAPPED,
  fields: object,
  from = 'director:router',
): (run: Recording) => void {
  return (run) => {
    Object.assign(run.hop(`${from}/${WRAPPED[server]}`).encapsulation[0] ?? {}, fields)
  }
}

testPromises('tun', {
  answered: [
    [
      (run) => Object.assign(run.evidence.probes[0]?.attempts[1] ?? {}, { outcome: 'timeout' }),
      '1 of 3 requests: timeout',
    ],
  ],
  'arp-vip-asked': [
    [(run) => run.drop('router:ff/who-has VIP tell GW-front'), 'router never asked who-has VIP'],
  ],
  'arp-one-responder': [
    [
      (run) => run.rewrite('director:router/VIP is-at director', { sourceMac: run.mac('rs1') }),
      'VIP is-at rs1',
    ],
  ],
  'client-neighbour': [[(run) => (run.state('router').neighbours = []), 'router: VIP has no entry']],
  'request-to-director': [
    [
      (run) => run.rewrite('router:director/CIP:VIP', { destinationMac: run.mac('rs1') }),
      /^1 of 16 request packets: router:rs1\/CIP:VIP/,
    ],
  ],
  'arp-rip-asked': [
    [
      (run) => {
        run.drop('router:ff/who-has VIP tell GW-front')
      },
      'director never asked who-has GW-front',
    ],
  ],
  'request-forwarded': [
    [outer('rs1', { source: '192.0.2.100' }), /director:router\/VIP:RIP1 ipip \[CIP:VIP\]/],
    [outer('rs1', { destination: '10.0.0.250' }), /director:router\/DIP:10.0.0.250 ipip \[CIP:VIP\]/],
    [
      (run) => run.rewrite(`director:router/${WRAPPED.rs2}`, { encapsulation: [] }),
      /director:router\/CIP:VIP/,
    ],
    [
      (run) => run.rewrite(`director:router/${WRAPPED.rs2}`, { destinationPort: 8080 }),
      /gre \[CIP:VIP\], port 8080/,
    ],
    [(run) => run.cut(`director:router/${WRAPPED.rs3}`), /director sent CIP:VIP on to nobody/],
  ],
  'ttl-minus-one': [[(run) => run.rewrite(`director:router/${WRAPPED.rs1}`, { ttl: 63 }), /TTL 63, then 63/]],
  'outer-header': [
    [outer('rs1', { protocol: 'gre' }), /^1 of 16 request packets: gre to rs1/],
    [outer('rs1', { octets: 24 }), /ipip to rs1, \+24 octets/],
    [outer('rs2', { octets: 28 }), /gre to rs2, \+28 octets/],
    [outer('rs3', { octets: 40 }), /gue to rs3, \+40 octets/],
    [outer('rs3', { ttl: 64 }), /outer TTL 64, inner TTL 62/],
    [outer('rs3', { dontFragment: false }), /DF clear/],
    [
      (run) => Object.assign(run.state('director').sysctls, { 'ipv4.vs.pmtu_disc': '0' }),
      /^16 of 16 request packets: DF set/,
    ],
  ],
  'inner-untouched': [
    [(run) => run.rewrite(`router:rs1/${WRAPPED.rs1}`, { ttl: 61 }), /inner TTL 62, then 61/],
    [outer('rs1', { ttl: 62 }, 'router:rs1'), /outer TTL less 0 after 1 routers/],
    [
      (run) => run.cut(`router:rs2/${WRAPPED.rs2}`),
      /director:router\/DIP:RIP2 gre \[CIP:VIP\], and rs2 got nothing/,
    ],
  ],
  'arp-client-asked': [
    [
      (run) => {
        run.drop('router:ff/who-has RIP1 tell GW')
      },
      'rs1 never asked who-has GW',
    ],
  ],
  'reply-direct': [
    [
      (run) => run.rewrite('rs1:router/VIP:CIP', { source: '10.0.0.11' }),
      /^1 of 1\d reply packets: rs1:router/,
    ],
    [
      (run) =>
        run.rewrite('rs1:router/VIP:CIP', {
          encapsulation: [
            {
              protocol: 'ipip',
              source: '10.0.0.11',
              destination: '192.0.2.2',
              ttl: 64,
              octets: 20,
              dontFragment: true,
            },
          ],
        }),
      /rs1:router\/.* ipip \[VIP:CIP\]/,
    ],
  ],
  'reply-bypasses-director': [
    [
      (run) =>
        run
          .hop('rs1:router/VIP:CIP')
          .sightings.push({ frame: 3, point: 'director:eth0', time: 0, direction: 'in' }),
      'rs1:router/VIP:CIP at director:eth0',
    ],
  ],
  'sequence-kept': [
    [
      (run) => (run.journeys('rs1:router/VIP:CIP')[0] as { acknowledgement: number }).acknowledgement++,
      /acknowledges another SYN/,
    ],
  ],
  fdb: [
    [
      (run) =>
        run.evidence.networks.forEach((network) => {
          if (network.network === 'site') network.fdb = []
        }),
      /^4 of 6 MAC addresses: MAC of router not learned; MAC of rs3/,
    ],
  ],
  'mode-inferred': [
    [
      (run) => {
        const tier = run.exchange('rs2').tiers[0]
        if (tier) tier.mode = 'tun-ipip'
      },
      '1 of 3 exchanges: tun-ipip by director to rs2',
    ],
  ],
  'ipvs-counters': [
    [(run) => Object.assign(run.state('director').ipvsCounters ?? {}, { outPackets: 2 }), /OutPkts 2$/],
  ],
})
