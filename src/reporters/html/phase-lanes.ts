import type { RunReport } from '../../core/report.ts';
import { durationText, nothing, offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import { healedAt, injectedAt, type TimeFrame } from './frame.ts';
import { drawLanes, type Lane, type LaneSpan } from './lanes.ts';
import type { Markup } from './markup.ts';
import { numeric, table } from './table.ts';

/** Which phase the run was in, and when each fault was there. */
export function phaseLanes(frame: TimeFrame, report: RunReport): Markup {
  const phases = report.phases.filter(({ endAt, startAt }) => endAt > frame.fromMs && startAt < frame.toMs);
  const phaseLane: Lane = {
    name: 'phases',
    title: 'Phases of the run',
    ticks: [],
    spans: phases.map(({ name, startAt, endAt }): LaneSpan => {
      const length = durationText(endAt - startAt);
      const paint = name === 'fault' ? 'fault' : 'phase';
      // A hair's breadth between two phases shows that they are two.
      const gap = (frame.toMs - frame.fromMs) / 500;
      const to = Math.max(startAt, endAt - gap);
      return {
        from: startAt,
        to,
        paint,
        shape: 'full',
        open: false,
        title: `${name}, ${length}`,
        label: `${name} · ${length}`,
      };
    }),
  };
  return timeFigure(
    frame,
    {
      id: 'phases',
      title: 'Phases and faults',
      description: `The run's phases: ${phases.map(({ name }) => name).join(', ') || 'none'}. Faults: ${frame.bands.map(({ name }) => name).join(', ') || 'none'}.`,
      note: 'The shaded band crosses every chart below: from the solid line (injected) to the dashed one (healed).',
      legend: [{ shape: 'area', paint: 'fault', text: 'fault' }],
      table: table(
        'Phases and faults',
        ['What', numeric('From'), numeric('To'), numeric('Length')],
        [
          ...phases.map(({ name, startAt, endAt }) => [
            name,
            offsetText(startAt),
            offsetText(endAt),
            durationText(endAt - startAt),
          ]),
          ...report.faults.map((fault) => {
            const [start, end] = [injectedAt(fault), healedAt(fault)];
            const length = start === undefined || end === undefined ? nothing : durationText(end - start);
            return [fault.name, offsetText(start), offsetText(end), length];
          }),
        ],
      ),
    },
    drawLanes(frame, [phaseLane, ...faultLaneList(frame)]),
  );
}

function faultLaneList({ bands }: TimeFrame): readonly Lane[] {
  return bands.map(({ name, startAt, endAt, open }) => {
    const length = `${open ? '≥ ' : ''}${durationText(endAt - startAt)}`;
    return {
      name: 'fault',
      title: name,
      ticks: [],
      spans: [
        {
          from: startAt,
          to: endAt,
          paint: 'fault',
          shape: 'full',
          open,
          title: `${name}, ${length}`,
          label: `${name} · ${length}`,
        },
      ],
    };
  });
}
