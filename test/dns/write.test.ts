import { encode, RECURSION_DESIRED } from 'dns-packet'
import { expect, test } from 'vitest'
import { questionBody } from '../../src/dns/write.ts'
import { RECORD_TYPES } from '../../src/lab/probes/dns-words.ts'

test.each(RECORD_TYPES.flatMap((type) => ['nova.mycompany.com', 'com', '.'].map((name) => ({ name, type }))))(
  'a question for $type of $name is written as the library writes it',
  (question) => {
    const whole = encode({ type: 'query', id: 0x9c41, flags: RECURSION_DESIRED, questions: [question] })
    expect(Buffer.from(questionBody(question)).toString('hex')).toBe(whole.subarray(2).toString('hex'))
  },
)
