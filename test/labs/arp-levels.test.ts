import { testDeclarations } from './support/declared.ts'

testDeclarations('arp-levels')
