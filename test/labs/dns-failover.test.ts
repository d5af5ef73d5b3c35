import { testDeclarations } from './support/declared.ts'

testDeclarations('dns-failover')
