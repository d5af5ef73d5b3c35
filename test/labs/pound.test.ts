import { testWhereInstalled } from './support/where-installed.ts'

testWhereInstalled('pound', 'pound')
