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

/** Events for programs, a live display on a terminal, lines elsewhere. */
export function progressFor(output: Output, runId: string, title: string): Progress {
  if (output.live) return liveProgress(output, title);
  const listener = output.json ? eventProgress(output, runId) : lineProgress(output);
  return { listener, start: () => {}, stop: () => {} };
}
