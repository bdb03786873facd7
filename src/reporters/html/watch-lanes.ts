import type { Timeline } from '../../core/timeline.ts';
import { durationText, offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { drawLanes, type LaneSpan } from './lanes.ts';
import type { Markup } from './markup.ts';
import { grouped, steps } from './steps.ts';
import { numeric, table } from './table.ts';

/** When the harness's own watches saw nothing: what happened then is known only from afterwards. Undefined without watches. */
export function watchLanes(frame: TimeFrame, timeline: Timeline): Markup | undefined {
  const watches = grouped(
    timeline.observations.filter((observation) => observation.kind === 'watch'),
    ({ resource }) => resource,
  );
  if (watches.size === 0) return undefined;
  const lanes = [...watches].map(([resource, seen]) => {
    const blind = steps(
      seen.map(({ at, state }) => ({ at, state })),
      frame.toMs,
    ).filter(({ state }) => state === 'blind');
    const why = (at: number): string => seen.find((observation) => observation.at === at)?.detail ?? '';
    return {
      resource,
      from: seen[0]?.at ?? frame.fromMs,
      blind: blind.map((step) => ({ ...step, why: why(step.from) })),
    };
  });
  const count = lanes.reduce((sum, { blind }) => sum + blind.length, 0);
  return timeFigure(
    frame,
    {
      id: 'watches',
      title: 'Where the harness itself was blind',
      description: count === 0 ? 'No watch was ever blind.' : `${count} times a watch was blind.`,
      note: 'Pods, nodes and replicas are known from watches; a change within a blind window is seen only at its end.',
      legend: [
        { shape: 'line', paint: 'seen', text: 'sees' },
        { shape: 'hatch', paint: 'unknown', text: 'blind' },
      ],
      table: table(
        'Blind windows',
        ['Watch', numeric('From'), numeric('Length'), 'Why'],
        lanes.flatMap(({ resource, blind }) =>
          blind.map(({ from, to, last, why }) => [
            resource,
            offsetText(from),
            `${last ? '≥ ' : ''}${durationText(to - from)}`,
            why,
          ]),
        ),
      ),
    },
    drawLanes(
      frame,
      lanes.map(({ resource, from, blind }) => ({
        name: resource,
        title: `watch of ${resource}`,
        seen: [from, frame.toMs],
        ticks: [],
        spans: blind.map(
          (step): LaneSpan => ({
            from: step.from,
            to: step.to,
            paint: 'unknown',
            shape: 'hatch',
            open: step.last,
            title: `blind from ${offsetText(step.from)} for ${durationText(step.to - step.from)}. ${step.why}`,
          }),
        ),
      })),
    ),
  );
}
