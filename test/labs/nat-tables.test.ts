import { testDeclarations } from './support/declared.ts'

testDeclarations('nat-tables')
