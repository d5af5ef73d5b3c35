import { testDeclarations } from './support/declared.ts'

testDeclarations('dr', (change) => change?.kind === 'fault')
