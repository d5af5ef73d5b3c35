import { testDeclarations } from './support/declared.ts'

testDeclarations('hybrid-tun')
