import logUpdate from 'log-update';
import type { Clock } from '../../base/clock.ts';
import { every } from '../../base/system-clock.ts';
import type { RunListener } from '../../core/run.ts';
import type { Output } from '../output.ts';
import { emptyLiveState, observe } from './live-state.ts';
import { renderLive } from './render-live.ts';

const refreshMs = 250;

/** A live display on a terminal, redrawn four times a second; `stop` leaves its last picture's marks behind as lines. */
export function liveProgress(
  output: Output,
  title: string,
): { listener: RunListener; start: (clock: Clock) => void; stop: () => void } {
  const state = emptyLiveState();
  let stopTimer = (): void => {};
  const start = (clock: Clock): void => {
    stopTimer = every(refreshMs, () =>
      logUpdate(
        renderLive(state, { now: clock.now(), title, width: output.width, height: output.height, style: output.style }),
      ),
    );
  };
  const stop = (): void => {
    stopTimer();
    logUpdate.clear();
    logUpdate.done();
  };
  const listener: RunListener = {
    onPhase: (name, startAt, plannedEndAt) => {
      state.phase = name;
      state.phaseStartAt = startAt;
      state.phaseEndAt = plannedEndAt;
    },
    onMark: (mark) => void state.marks.push(mark),
    onObservation: (observation) => observe(state, observation),
  };
  return { listener, start, stop };
}
