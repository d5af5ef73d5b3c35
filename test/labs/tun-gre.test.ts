import { testDeclarations } from './support/declared.ts'

testDeclarations('tun-gre')
