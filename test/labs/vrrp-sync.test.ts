import { testDeclarations } from './support/declared.ts'

testDeclarations('vrrp-sync')
