import { testWhereInstalled } from './support/where-installed.ts'

testWhereInstalled('proxysql', 'proxysql')
