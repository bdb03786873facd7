import { formatDuration } from '../../base/quantity.ts';
import type { RunListener } from '../../core/run.ts';
import type { Output } from '../output.ts';

/** Progress where there is no terminal: one line per phase and mark. */
export function lineProgress(output: Output): RunListener {
  const line = (at: number, text: string): void => output.say(`${formatDuration(at).padStart(9)}  ${text}`);
  return {
    onPhase: (name, startAt, plannedEndAt) =>
      line(startAt, plannedEndAt === undefined ? name : `${name} for ${formatDuration(plannedEndAt - startAt)}`),
    onMark: (mark) => {
      if (mark.kind !== 'phase') line(mark.at, mark.text);
    },
  };
}
