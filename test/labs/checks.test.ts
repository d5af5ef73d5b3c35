import { testDeclarations } from './support/declared.ts'

testDeclarations('checks')
