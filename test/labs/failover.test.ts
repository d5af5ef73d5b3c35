import { testDeclarations } from './support/declared.ts'

testDeclarations('failover')
