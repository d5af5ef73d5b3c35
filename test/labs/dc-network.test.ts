import { testDeclarations } from './support/declared.ts'

testDeclarations('dc-network')
