import { expect, test } from 'vitest'
import { readExpected } from '../../src/dns/expected.ts'
import { outOfRange, withRanges } from '../../src/dns/ranges.ts'

test.each([
  ['? nova.mycompany.com A, RD', '? nova.mycompany.com A, RD'],
  ['? Nova.MyCompany.com. a', '? nova.mycompany.com A'],
  ['= n.com A 10.0.0.3 10.0.0.1-2, RA AA', '= n.com A 10.0.0.1-3, AA RA'],
  ['= referral com NS b.net. a.net + glue', '= referral com. NS a.net b.net + glue'],
  ['= referral . NS a.net', '= referral . NS a.net'],
  ['= a.com CNAME b.com ;  b.com A 10.0.0.1', '= a.com CNAME b.com; b.com A 10.0.0.1'],
  ['= NXDOMAIN, AA', '= NXDOMAIN, AA'],
  ['= no data', '= no data'],
])('%s is %s', (text, canonical) => {
  expect(readExpected(text)).toEqual({ ok: true, text: canonical })
})

test.each([
  ['n.com A', 'a message begins with ?'],
  ['? n.com', 'a question is a name and a type'],
  ['? n.com A RD', 'a question is a name and a type'],
  ['= n.com A', '"n.com A" is no answer'],
  ['= referral com. a.net', 'a referral names its zone and servers'],
  ['= a.com CNAME b.com; what', '"what" is no answer'],
])('%s is none', (text, reason) => {
  expect(readExpected(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) })
})

test('three addresses in a row are a range, and back', () => {
  const row = ['10.0.0.9', '10.0.0.10', '10.0.0.11']
  expect(withRanges(['10.0.0.1', '10.0.0.2', ...row, '10.0.1.12', 'a.com'])).toEqual([
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.9-11',
    '10.0.1.12',
    'a.com',
  ])
  expect(outOfRange('10.0.0.9-11')).toEqual(row)
  for (const word of ['10.0.0.9', '10.0.0.9-8', 'a-b.com']) expect(outOfRange(word)).toEqual([word])
})
