/** Folder of what steady probes and monitors write, below that of the run. */
export const TIMELINE_FOLDER = 'timeline'
