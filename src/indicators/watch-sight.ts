import { ofKind } from '../core/observation-log.ts';
import type { Timeline } from '../core/timeline.ts';

/** A time in which a watch saw nothing. `open`: it never saw again. */
export interface BlindWindow {
  readonly fromAt: number;
  readonly toAt: number;
  readonly open: boolean;
}

/** After a watch sees again, what it had missed arrives for so long. */
const catchUpMs = 1000;

/** When the watch of a resource was blind. A resource that was never watched has no window. */
export function blindWindows(timeline: Timeline, resource: string): readonly BlindWindow[] {
  const turns = ofKind(timeline, 'watch')
    .filter((seen) => seen.resource === resource)
    .sort((a, b) => a.at - b.at);
  const windows: BlindWindow[] = [];
  let blindAt: number | undefined;
  for (const { at, state } of turns) {
    if (state === 'blind') {
      blindAt ??= at;
    } else if (blindAt !== undefined) {
      windows.push({ fromAt: blindAt, toAt: at, open: false });
      blindAt = undefined;
    }
  }
  if (blindAt !== undefined) windows.push({ fromAt: blindAt, toAt: Math.max(blindAt, timeline.endedAt), open: true });
  return windows;
}

/** The window in which something may have happened that was seen at `at`; undefined when it was seen as it happened. */
export function missedIn(windows: readonly BlindWindow[], at: number): BlindWindow | undefined {
  return windows.find(({ fromAt, toAt }) => at > fromAt && at <= toAt + catchUpMs);
}

/** The end of sight in `[fromAt, toAt)`: the start of a window that reaches beyond it. */
export function blindAtEnd(windows: readonly BlindWindow[], toAt: number): BlindWindow | undefined {
  return windows.find((window) => window.fromAt < toAt && (window.open || window.toAt >= toAt));
}
