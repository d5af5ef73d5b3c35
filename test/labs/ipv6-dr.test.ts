import { testDeclarations } from './support/declared.ts'

testDeclarations('ipv6-dr')
