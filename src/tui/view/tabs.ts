import type { Paint } from '../../report/paint.ts'
import type { Tabs } from './layout.ts'

/** Titles of panes of which one is seen: ` 1 Lesson  [2 Topology]  3 Faults `. */
export const tabs = (titles: Tabs, paint: Paint): string =>
  titles
    .map(([title, chosen], index) =>
      chosen ? paint(['bold', 'inverse'], `[${index + 1} ${title}]`) : ` ${index + 1} ${title} `,
    )
    .join(' ')
