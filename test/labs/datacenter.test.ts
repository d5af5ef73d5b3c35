import { testDeclarations } from './support/declared.ts'

testDeclarations('datacenter')
