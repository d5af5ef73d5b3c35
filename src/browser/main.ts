/** The script of a report. */
import { DATA_ID, type PacketData } from './data.ts'
import { PacketsPage } from './page.ts'

const holder = document.getElementById(DATA_ID)
if (holder) new PacketsPage(JSON.parse(holder.textContent ?? '') as PacketData).start()
