import { testDeclarations } from './support/declared.ts'

testDeclarations('dns-chain')
