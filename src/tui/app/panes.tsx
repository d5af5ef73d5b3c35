import { Box, Text } from 'ink'
import type { Paint } from '../../report/paint.ts'
import { type Body, GAP, type Pane } from '../view/layout.ts'
import { titleLine } from '../view/lines.ts'

/** Panes side by side or below each other, each in its own area. */
export function Panes({ body, paint }: { readonly body: Body; readonly paint: Paint }) {
  if (!('split' in body)) return <PaneBox pane={body} paint={paint} />
  const columns = body.split === 'columns'
  return (
    <Box flexDirection={columns ? 'row' : 'column'} columnGap={columns ? GAP : 0}>
      {body.parts.map((part, place) => (
        <Panes key={String(place)} body={part} paint={paint} />
      ))}
    </Box>
  )
}

function PaneBox({ pane, paint }: { readonly pane: Pane; readonly paint: Paint }) {
  const { columns, rows } = pane.size
  return (
    <Box flexDirection="column" flexShrink={0} width={columns} height={rows} overflow="hidden">
      <Lines lines={[titleLine(pane, paint), ...pane.lines].slice(0, rows)} />
    </Box>
  )
}

/** Lines that are styled already; what does not fit is cut. */
export function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, place) => (
    <Text key={String(place)} wrap="truncate">
      {line === '' ? ' ' : line}
    </Text>
  ))
}
