import type { Paint } from '../../report/paint.ts'
import { topOf } from '../model/screens.ts'
import type { Model } from '../model/types.ts'
import { helpView } from './help.ts'
import { labView } from './lab.ts'
import { labsView } from './labs.ts'
import type { ScreenView } from './layout.ts'
import { runView } from './run.ts'
import { runsView } from './runs.ts'

/** The whole screen of a model, as data. */
export function screenView(model: Model, paint: Paint): ScreenView {
  if (model.help) return helpView(model, paint)
  const { size } = model
  const top = topOf(model)
  switch (top.kind) {
    case 'labs':
      return labsView(top, size, paint)
    case 'lab':
      return labView(top, size, paint)
    case 'runs':
      return runsView(top, size, paint)
    case 'run':
      return runView(top, size, paint)
  }
}
