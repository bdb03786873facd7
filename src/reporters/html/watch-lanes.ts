import { grouped } from '../../base/grouped.ts';
import { ofKind } from '../../core/observation-log.ts';
import type { Timeline } from '../../core/timeline.ts';
import { durationText, offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { drawLanes, type Lane, type LaneSpan } from './lanes.ts';
import type { Markup } from './markup.ts';
import { type Step, steps } from './steps.ts';
import { numeric, table } from './table.ts';

interface BlindWindow extends Step<string> {
  readonly why: string;
}

interface Watch {
  readonly resource: string;
  /** When it was first heard of. */
  readonly from: number;
  readonly blind: readonly BlindWindow[];
}

/** When the harness's own watches saw nothing: what happened then is known only from afterwards. Undefined without watches. */
export function watchLanes(frame: TimeFrame, timeline: Timeline): Markup | undefined {
  const watches = grouped(ofKind(timeline, 'watch'), ({ resource }) => resource);
  if (watches.size === 0) return undefined;
  const lanes = [...watches].map(([resource, seen]): Watch => {
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
          blind.map((step) => [resource, offsetText(step.from), lengthText(step), step.why]),
        ),
      ),
    },
    drawLanes(
      frame,
      lanes.map((watch) => lane(frame, watch)),
    ),
  );
}

function lane(frame: TimeFrame, { resource, from, blind }: Watch): Lane {
  return {
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
        title: `blind from ${offsetText(step.from)} for ${lengthText(step)}. ${step.why}`,
      }),
    ),
  };
}

function lengthText({ from, to, last }: BlindWindow): string {
  return `${last ? '≥ ' : ''}${durationText(to - from)}`;
}
