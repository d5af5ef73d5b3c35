import { testPromises } from './bent.ts'

testPromises('fullnat', {
  answered: [
    [
      (run) => Object.assign(run.evidence.probes[0]?.attempts[1] ?? {}, { outcome: 'refused' }),
      '1 of 2 requests: refused',
    ],
  ],
  'arp-vip-asked': [[(run) => run.drop('client:ff/who-has VIP tell CIP'), 'client never asked who-has VIP']],
  'arp-one-responder': [
    [
      (run) => run.rewrite('director:client/VIP is-at director', { sourceMac: run.mac('client') }),
      'VIP is-at client',
    ],
  ],
  'client-neighbour': [[(run) => (run.state('client').neighbours = []), 'client: VIP has no entry']],
  'request-to-director': [
    [
      (run) => run.rewrite('client:director/CIP:VIP', { destination: '192.0.2.1' }),
      /client:director\/CIP:DIP-outside/,
    ],
  ],
  'arp-rip-asked': [
    [(run) => run.drop('director:ff/who-has RIP2 tell DIP'), 'director never asked who-has RIP2'],
  ],
  'request-forwarded': [
    [(run) => run.rewrite('director:rs1/DIP:RIP1', { source: '192.0.2.2' }), /director:rs1\/CIP:RIP1/],
    [
      (run) => run.rewrite('director:rs1/DIP:RIP1', { destinationPort: 80 }),
      /director:rs1\/DIP:RIP1, port 80/,
    ],
    [(run) => run.cut('director:rs1/DIP:RIP1'), /director sent CIP:VIP on to nobody/],
  ],
  'ttl-minus-one': [[(run) => run.rewrite('director:rs1/DIP:RIP1', { ttl: 64 }), /TTL 64, then 64/]],
  'server-sees-director': [
    [
      (run) => run.rewrite('director:rs1/DIP:RIP1', { source: '192.0.2.2' }),
      /^1 of 2 exchanges: director:rs1\/CIP:RIP1/,
    ],
  ],
  'reply-to-director': [
    [
      (run) => run.rewrite('rs1:director/RIP1:DIP', { destination: '192.0.2.2' }),
      /rs1:director\/RIP1:CIP SYN-ACK/,
    ],
  ],
  'reply-translated': [
    [
      (run) => run.rewrite('director:client/VIP:CIP', { destinationPort: 9 }),
      /director:client\/VIP:CIP SYN-ACK/,
    ],
    [(run) => run.cut('director:client/VIP:CIP'), /and director sent nothing on/],
  ],
  'sequence-kept': [
    [
      (run) =>
        run.evidence.exchanges.forEach((exchange) => {
          exchange.replies = []
        }),
      '2 of 2 exchanges: no SYN-ACK was seen',
    ],
  ],
  fdb: [
    [
      (run) =>
        run.evidence.networks.forEach((network) => {
          network.fdb = []
        }),
      /MAC of client not learned/,
    ],
  ],
  'mode-inferred': [
    [
      (run) => {
        const tier = run.exchange('rs1').tiers[0]
        if (tier) tier.mode = 'nat'
      },
      '1 of 2 exchanges: nat by director to rs1',
    ],
  ],
  'ipvs-counters': [
    [(run) => Object.assign(run.state('director').ipvsCounters ?? {}, { inPackets: 0 }), /InPkts 0/],
  ],
})
