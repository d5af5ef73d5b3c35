import { testDeclarations } from './support/declared.ts'

testDeclarations('keepalived-dr')
