import { grouped } from '../../base/grouped.ts';
import type { NodeObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import type { Timeline } from '../../core/timeline.ts';
import { durationText, offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { drawLanes, type Lane, type LaneSpan } from './lanes.ts';
import type { Markup } from './markup.ts';
import { type Step, steps } from './steps.ts';
import { numeric, table } from './table.ts';

const noExecute = ':NoExecute';
/** Of more nodes than can be looked at these are shown, those first that were not Ready at times. */
const mostNodes = 60;

/** A lane for each node: when it was not Ready, and when its taints drove pods away; undefined when none was watched. */
export function nodeLanes(frame: TimeFrame, timeline: Timeline): Markup | undefined {
  const nodes = grouped(ofKind(timeline, 'node'), ({ name }) => name);
  if (nodes.size === 0) return undefined;
  const zoneOf = (seen: readonly NodeObservation[]): string => seen.find(({ zone }) => zone !== undefined)?.zone ?? '';
  const ordered = [...nodes].sort(([a, one], [b, other]) => byText(zoneOf(one), zoneOf(other)) || byText(a, b));
  const wasUnready = (seen: readonly NodeObservation[]): boolean => seen.some(({ ready }) => ready !== 'True');
  const unready = ordered.filter(([, seen]) => wasUnready(seen));
  const picked = new Set([...unready, ...ordered].slice(0, mostNodes));
  const shown = ordered.length <= mostNodes ? ordered : ordered.filter((one) => picked.has(one));
  const left = ordered.length - shown.length;
  return timeFigure(
    frame,
    {
      id: 'nodes',
      title: 'Nodes, as the API showed them',
      description:
        unready.length === 0
          ? 'Every node was Ready throughout.'
          : `Not Ready at times: ${namesOf(unready.map(([name]) => name))}.`,
      note: `${left === 0 ? '' : `${shown.length} of ${ordered.length} nodes; ${unready.length} were not Ready at times. `}What the control plane believed, not what was so: it notices a lost node only after its grace period.`,
      legend: [
        { shape: 'line', paint: 'seen', text: 'Ready' },
        { shape: 'hatch', paint: 'unknown', text: 'Unknown: no word from its kubelet' },
        { shape: 'bar', paint: 'bad', text: 'not Ready' },
        { shape: 'line', paint: 'blip', text: 'taint NoExecute: its pods must go' },
      ],
      table: table(
        'What became of each node',
        ['Node', 'Zone', numeric('At'), 'Ready', 'Taints'],
        shown.flatMap(([name, seen]) =>
          seen.map(({ at, ready, taints }) => [name, zoneOf(seen), offsetText(at), ready, taints.join(', ')]),
        ),
      ),
    },
    drawLanes(
      frame,
      shown.map(([name, seen]) => lane(frame, name, seen, zoneOf(seen))),
    ),
  );
}

function namesOf(names: readonly string[]): string {
  const more = names.length - mostNodes;
  return names.slice(0, mostNodes).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function lane(frame: TimeFrame, name: string, seen: readonly NodeObservation[], zone: string): Lane {
  const ready = steps(
    seen.map(({ at, ready: state }) => ({ at, state })),
    frame.toMs,
  );
  const tainted = steps(
    seen.map(({ at, taints }) => ({ at, state: taints.some((taint) => taint.endsWith(noExecute)) ? 'yes' : 'no' })),
    frame.toMs,
  );
  const readySpans = ready.filter(({ state }) => state !== 'True').map((step) => readySpan(name, step));
  const taintSpans = tainted
    .filter(({ state }) => state === 'yes')
    .map(
      (step): LaneSpan => ({
        from: step.from,
        to: step.to,
        paint: 'blip',
        shape: 'thin',
        open: false,
        title: `${name}: taint NoExecute from ${offsetText(step.from)} for ${lengthText(step)}`,
      }),
    );
  return {
    name: frame.shortName(name),
    title: name,
    ...(zone === '' ? {} : { group: zone }),
    seen: [seen[0]?.at ?? frame.fromMs, frame.toMs],
    spans: [...readySpans, ...taintSpans],
    ticks: [],
  };
}

function readySpan(name: string, step: Step<NodeObservation['ready']>): LaneSpan {
  const unknown = step.state === 'Unknown';
  return {
    from: step.from,
    to: step.to,
    paint: unknown ? 'unknown' : 'bad',
    shape: unknown ? 'hatch' : 'full',
    open: step.last,
    title: `${name}: Ready=${step.state} from ${offsetText(step.from)} for ${lengthText(step)}`,
  };
}

function lengthText({ from, to, last }: Step<string>): string {
  return `${last ? '≥ ' : ''}${durationText(to - from)}`;
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
