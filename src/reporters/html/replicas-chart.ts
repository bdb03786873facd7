import { grouped } from '../../base/grouped.ts';
import type { WorkloadObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import type { Timeline } from '../../core/timeline.ts';
import { offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { gridLines, type Panel, stacked, tickTexts } from './grid.ts';
import { html, type Markup } from './markup.ts';
import { fill, stroke } from './palette.ts';
import { linearScale, wholeTicks } from './scales.ts';
import { numeric, table } from './table.ts';

const panelHeight = 84;
const panelGap = 16;

/** Ready replicas against desired ones, a panel for each workload; undefined when none was watched. */
export function replicasChart(frame: TimeFrame, timeline: Timeline): Markup | undefined {
  const workloads = grouped(ofKind(timeline, 'workload'), ({ namespace, name }) => `${namespace}/${name}`);
  if (workloads.size === 0) return undefined;
  const panels = [...workloads].map(([name, seen]) => panel(frame, name, seen));
  const rows = [...workloads].flatMap(([name, seen]) =>
    seen.map(({ at, ready, desired }) => [name, offsetText(at), ready, desired]),
  );
  return timeFigure(
    frame,
    {
      id: 'replicas',
      title: 'Ready replicas',
      description: [...workloads]
        .map(
          ([name, seen]) =>
            `${name}: least ${Math.min(...seen.map(({ ready }) => ready))} ready, ${seen.at(-1)?.ready ?? 0} of ${seen.at(-1)?.desired ?? 0} in the end.`,
        )
        .join(' '),
      legend: [
        { shape: 'line', paint: 'good', text: 'ready' },
        { shape: 'line', paint: 'muted', text: 'desired (dashed)' },
        { shape: 'area', paint: 'bad', text: 'deficit' },
      ],
      table: table(
        'Ready and desired replicas',
        ['Workload', numeric('At'), numeric('Ready'), numeric('Desired')],
        rows,
      ),
    },
    stacked(panels, { height: panelHeight, gap: panelGap }),
  );
}

function panel(frame: TimeFrame, name: string, seen: readonly WorkloadObservation[]): Panel {
  const most = Math.max(1, ...seen.flatMap(({ ready, desired }) => [ready, desired]));
  const y = linearScale([0, most], [panelHeight, 8]);
  const ticks = wholeTicks(0, most, 4).map((at) => ({ at, text: `${at}` }));
  const steps = seen.map(({ at, ready, desired }, index) => {
    const left = frame.x.at(at);
    const right = frame.x.at(seen[index + 1]?.at ?? frame.toMs);
    return { left, right, ready: y.at(ready), desired: y.at(desired), missing: desired - ready };
  });
  const path = (key: 'ready' | 'desired'): string =>
    steps.map((step, index) => `${index === 0 ? 'M' : 'L'}${step.left} ${step[key]}H${step.right}`).join('');
  const deficits = steps
    .filter(({ missing }) => missing > 0)
    .map(({ left, right, ready, desired }) => `M${left} ${desired}H${right}V${ready}H${left}z`);
  const [namespace = '', short = name] = name.split('/');
  return {
    gutter: html`<text x="0" y="18" font-weight="600" ${fill('ink')}>${short}<title>${name}</title></text>
<text x="0" y="33" ${fill('muted')}>${namespace}</text>
${tickTexts(y, ticks)}`,
    plot: html`${gridLines(y, ticks)}
<path ${fill('bad')} fill-opacity=".25" d="${deficits.join('')}"/>
<path ${stroke('muted', 1.3)} stroke-dasharray="5 3" d="${path('desired')}"/><path ${stroke('good', 2)} d="${path('ready')}"/>`,
  };
}
