import type { Clock } from '../../base/clock.ts';
import type { RunListener } from '../../core/run.ts';
import type { Output } from '../output.ts';
import { eventProgress } from './events.ts';
import { lineProgress } from './lines.ts';
import { liveProgress } from './live.ts';

/** How a run is shown while it goes on. */
export interface Progress {
  readonly listener: RunListener;
  readonly start: (clock: Clock) => void;
  readonly stop: () => void;
}

/** The progress that the output asks for. */
export function progressFor(output: Output, runId: string, title: string): Progress {
  if (output.progress === 'live') return liveProgress(output, title);
  const listener = { events: eventProgress, lines: lineProgress, none: () => ({}) }[output.progress](output, runId);
  return { listener, start: () => {}, stop: () => {} };
}
