import { testDeclarations } from './support/declared.ts'

testDeclarations('dr', (change) => change === undefined || change.kind === 'variant')
