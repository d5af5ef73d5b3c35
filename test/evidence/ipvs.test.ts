import { describe, expect, test } from 'vitest'
import { ipvsCounters, ipvsServices } from '../../src/evidence/ipvs.ts'

describe('ipvsadm -Sn', () => {
  test('services and servers of every kind', () => {
    const saved = [
      '-A -t 10.0.0.100:80 -s wrr',
      '-a -t 10.0.0.100:80 -r 10.0.0.11:80 -g -w 3',
      '-a -t 10.0.0.100:80 -r 10.0.0.12:8080 -m -w 0',
      '-A -u [2001:db8::100]:53 -s rr',
      '-a -u [2001:db8::100]:53 -r [2001:db8::11]:53 -i -w 1 --tun-type ipip',
      '-A -t 10.0.0.101:443 -s lc -p 300',
      '-A -f 7 -s mh -b mh-fallback,mh-port',
      '-a -f 7 -r 10.0.0.11:0 -i -w 1 --tun-type gre --tun-csum',
      '-a -f 7 -r 10.0.0.12:0 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum',
      '',
    ].join('\n')
    const server = (address: string, port: number, method: string, weight: number) => ({
      ...{ address, port, method, weight },
    })
    expect(ipvsServices(saved)).toEqual([
      {
        ...{ protocol: 'tcp', address: '10.0.0.100', port: 80, scheduler: 'wrr' },
        servers: [server('10.0.0.11', 80, 'dr', 3), server('10.0.0.12', 8080, 'nat', 0)],
      },
      {
        ...{ protocol: 'udp', address: '2001:db8::100', port: 53, scheduler: 'rr' },
        servers: [{ ...server('2001:db8::11', 53, 'tun', 1), tunnel: { type: 'ipip' } }],
      },
      { protocol: 'tcp', address: '10.0.0.101', port: 443, scheduler: 'lc', persistent: 300, servers: [] },
      {
        ...{ protocol: 'fwmark', mark: 7, scheduler: 'mh' },
        servers: [
          { ...server('10.0.0.11', 0, 'tun', 1), tunnel: { type: 'gre', checksum: true } },
          { ...server('10.0.0.12', 0, 'tun', 1), tunnel: { type: 'gue', port: 6080, checksum: false } },
        ],
      },
    ])
  })

  test('an empty table', () => expect(ipvsServices('')).toEqual([]))

  test('a server without a method is a bug that shows', () => {
    expect(() => ipvsServices('-A -t 10.0.0.100:80 -s rr\n-a -t 10.0.0.100:80 -r 10.0.0.11:80 -w 1')).toThrow(
      'no forwarding method',
    )
  })
})

describe('/proc/net/ip_vs_stats_percpu', () => {
  test('rows of CPUs are added up, hexadecimal; the row of totals lags and is left out', () => {
    const file = `       Total Incoming Outgoing         Incoming         Outgoing
CPU    Conns  Packets  Packets            Bytes            Bytes
  0        A       1F        1              5A4               FF
  B        1        1        1                1                1
  ~        0        0        0                0                0

     Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
           0        2        0               B4                0
`
    expect(ipvsCounters(file)).toEqual({
      connections: 11,
      inPackets: 32,
      outPackets: 2,
      inBytes: 0x5a5,
      outBytes: 256,
    })
  })

  test('is absent where there is no IPVS', () => {
    expect(ipvsCounters(undefined)).toBeUndefined()
    expect(ipvsCounters('')).toBeUndefined()
  })
})
