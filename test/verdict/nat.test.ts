import { testPromises } from './bent.ts'

testPromises('nat', {
  answered: [
    [
      (run) => Object.assign(run.evidence.probes[0]?.attempts[0] ?? {}, { outcome: 'timeout' }),
      '1 of 2 requests: timeout',
    ],
    [
      (run) => Object.assign(run.evidence.probes[0]?.attempts[0] ?? {}, { server: 'impostor' }),
      'answered by impostor',
    ],
  ],
  'arp-vip-asked': [[(run) => run.drop('router:ff/who-has VIP tell GW'), 'router never asked who-has VIP']],
  'arp-one-responder': [
    [
      (run) => run.rewrite('director:router/VIP is-at director', { sourceMac: run.mac('rs1') }),
      'VIP is-at rs1',
    ],
  ],
  'client-neighbour': [[(run) => (run.state('router').neighbours = []), 'router: VIP has no entry']],
  'request-to-director': [
    [
      (run) => run.rewrite('router:director/CIP:VIP', { destinationMac: run.mac('client') }),
      /^1 of 10 request packets: router:client\/CIP:VIP/,
    ],
  ],
  'arp-rip-asked': [
    [(run) => run.drop('director:ff/who-has RIP1 tell DIP'), 'director never asked who-has RIP1'],
    [
      (run) => run.tell('director:ff/who-has RIP2 tell DIP', '192.0.2.100'),
      /^1 of 2 real server addresses: director:ff\/who-has RIP2 tell/,
    ],
  ],
  'request-forwarded': [
    [
      (run) => run.rewrite('director:rs1/CIP:RIP1', { destinationPort: 80 }),
      /^1 of 10 request packets: director:rs1\/CIP:RIP1, port 80/,
    ],
    [(run) => run.rewrite('director:rs1/CIP:RIP1', { source: '10.0.0.1' }), /director:rs1\/DIP:RIP1/],
    [(run) => run.rewrite('director:rs1/CIP:RIP1', { destination: '192.0.2.100' }), /director:rs1\/CIP:VIP/],
    [
      (run) => run.cut('director:rs1/CIP:RIP1'),
      /^5 of 10 request packets: director sent CIP:VIP on to nobody/,
    ],
    [
      (run) => run.rewrite('director:rs1/CIP:RIP1', { destinationMac: run.mac('rs2') }),
      /director:rs2\/CIP:RIP1/,
    ],
  ],
  'ttl-minus-one': [[(run) => run.rewrite('director:rs1/CIP:RIP1', { ttl: 63 }), /TTL 63, then 63/]],
  'server-sees-client': [
    [
      (run) => run.rewrite('director:rs1/CIP:RIP1', { source: '10.0.0.1' }),
      /^1 of 2 exchanges: director:rs1\/DIP:RIP1/,
    ],
    [
      (run) => {
        for (const server of ['rs1', 'rs2']) run.cut(`director:${server}/CIP:RIP${server.at(-1)}`)
      },
      'no request arrived at a real server',
    ],
  ],
  'reply-to-director': [
    [
      (run) => run.rewrite('rs1:director/RIP1:CIP', { destinationMac: run.mac('client') }),
      /^1 of 10 reply packets: rs1:client\/RIP1:CIP SYN-ACK/,
    ],
    [(run) => run.rewrite('rs1:director/RIP1:CIP', { sourcePort: 80 }), /rs1:director\/RIP1:CIP SYN-ACK/],
    [(run) => run.rewrite('rs1:director/RIP1:CIP', { destination: '10.0.0.1' }), /rs1:director\/RIP1:DIP/],
    [
      (run) => {
        run.drop('rs1:director/RIP1:CIP')
        run.drop('rs2:director/RIP2:CIP')
      },
      'no reply was seen',
    ],
  ],
  'reply-translated': [
    [
      (run) => run.cut('director:router/VIP:CIP'),
      /^10 of 10 reply packets: rs2:director\/RIP2:CIP SYN-ACK, and director sent nothing on/,
    ],
    [
      (run) => run.rewrite('director:router/VIP:CIP', { source: '10.0.0.2' }),
      /director:router\/RIP\d:CIP SYN-ACK/,
    ],
    [
      (run) => run.rewrite('director:router/VIP:CIP', { sourcePort: 8080 }),
      /director:router\/VIP:CIP SYN-ACK/,
    ],
  ],
  'sequence-kept': [
    [
      (run) => (run.journeys('rs1:director/RIP1:CIP')[0] as { acknowledgement: number }).acknowledgement++,
      /acknowledges another SYN/,
    ],
  ],
  fdb: [
    [(run) => ((run.evidence.networks[2] as { fdb: unknown[] }).fdb = []), /MAC of director not learned/],
    [(run) => ((run.evidence.networks[1] as { fdb: unknown[] }).fdb = []), /MAC of router not learned/],
  ],
  'mode-inferred': [
    [
      (run) =>
        run.state('director').ipvs[0]?.servers.forEach((server) => {
          server.method = 'dr'
        }),
      /^2 of 2 exchanges: nat by director to rs2, though IPVS lists it as dr; /,
    ],
  ],
  'ipvs-counters': [
    [
      (run) => Object.assign(run.state('director').ipvsCounters ?? {}, { outPackets: 0 }),
      /^connections 2 of 2, InPkts \d+, OutPkts 0$/,
    ],
    [
      (run) => Object.assign(run.state('director').ipvsCounters ?? {}, { connections: 1 }),
      /^connections 1 of 2/,
    ],
  ],
})
