import { loadIn } from '../../core/machine-load.ts';
import type { MachineObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import { judgedPhases } from '../../core/phases.ts';
import type { RunReport } from '../../core/report.ts';
import type { Timeline } from '../../core/timeline.ts';
import type { StreamRequests } from '../requests.ts';
import { durationText, nothing } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { gridLines, type Panel, stacked, tickTexts } from './grid.ts';
import { html, type Markup } from './markup.ts';
import { fill, stroke } from './palette.ts';
import { perSecond, type Second } from './per-second.ts';
import { linearScale, logScale, logTicks } from './scales.ts';
import { numeric, table } from './table.ts';

const panelHeight = 70;
const panelGap = 14;
/** Nobody is troubled by less, and a logarithm has no zero. */
const leastLateMs = 0.1;

/** The instrument’s own state: how late it sent, and what its machine was doing. Undefined where neither can be, as in a rehearsal. */
export function harnessChart(
  frame: TimeFrame,
  report: RunReport,
  timeline: Timeline,
  streams: readonly StreamRequests[],
): Markup | undefined {
  const late = perSecond(
    streams.map(({ requests }) => requests),
    ({ scheduledAt, sentAt }) => Math.max(0, sentAt - scheduledAt),
  );
  const looks = ofKind(timeline, 'machine').filter(({ at }) => at > frame.fromMs && at <= frame.toMs);
  const largest = late.reduce((most, { max }) => Math.max(most, max), 0);
  const panels = [
    ...(largest < leastLateMs ? [] : [latePanel(frame, late, largest)]),
    ...(looks.length === 0 ? [] : [processorsPanel(frame, looks)]),
  ];
  if (panels.length === 0) return undefined;
  return timeFigure(
    frame,
    {
      id: 'harness',
      title: 'The harness itself',
      description: `Requests were sent at most ${durationText(largest)} late. ${processorsText(looks)}`,
      note: 'How long after its instant a request was sent, of each second; and what the processors of the machine that probes were doing.',
      legend: [
        { shape: 'line', paint: 'doubt', text: 'latest request' },
        { shape: 'line', paint: 'muted', text: 'P99 (thin)' },
        ...(looks.length === 0
          ? []
          : [
              { shape: 'area', paint: 'phase', text: 'processors busy' } as const,
              { shape: 'area', paint: 'bad', text: 'taken by the machine’s host' } as const,
            ]),
      ],
      table: harnessTable(report, late, looks),
    },
    stacked(panels, { height: panelHeight, gap: panelGap }),
  );
}

function latePanel(frame: TimeFrame, late: readonly Second[], largest: number): Panel {
  const y = logScale([leastLateMs, Math.max(10, largest * 1.3)], [panelHeight, 6]);
  const line = (key: 'p99' | 'max'): string =>
    late.map(({ at, first, [key]: value }) => `${first ? 'M' : 'L'}${frame.x.at(at)} ${y.at(value)}`).join('');
  const ticks = logTicks(...y.domain).map((ms) => ({ at: ms, text: durationText(ms) }));
  return {
    gutter: html`${heading('lateness')}${tickTexts(y, ticks)}`,
    plot: html`${gridLines(y, ticks)}<path ${stroke('muted', 0.9)} d="${line('p99')}"/><path ${stroke('doubt', 1.4)} d="${line('max')}"/>`,
  };
}

function processorsPanel(frame: TimeFrame, looks: readonly MachineObservation[]): Panel {
  const y = linearScale([0, 1], [panelHeight, 6]);
  const ticks = [0, 0.5, 1].map((share) => ({ at: share, text: `${share * 100}%` }));
  const area = (low: (look: MachineObservation) => number, high: (look: MachineObservation) => number): string =>
    looks
      .map((look) => {
        const [left, right] = [frame.x.at(look.from), frame.x.at(look.at)];
        return `M${left} ${y.at(low(look))}H${right}V${y.at(high(look))}H${left}z`;
      })
      .join('');
  const worked = ({ idle, stolen = 0 }: MachineObservation): number => Math.max(0, 1 - idle - stolen);
  return {
    gutter: html`${heading('processors')}${tickTexts(y, ticks)}`,
    plot: html`${gridLines(y, ticks)}<path ${fill('phase')} fill-opacity=".45" d="${area(() => 0, worked)}"/><path ${fill('bad')} fill-opacity=".45" d="${area(worked, ({ idle }) => 1 - idle)}"/>`,
  };
}

function heading(name: string): Markup {
  return html`<text x="0" y="18" font-weight="600" ${fill('ink')}>${name}</text>`;
}

function processorsText(looks: readonly MachineObservation[]): string {
  if (looks.length === 0) return 'The processors were not looked at.';
  return `In the busiest second processors were idle for ${share(Math.min(...looks.map(({ idle }) => idle)))} of it.`;
}

function harnessTable(report: RunReport, late: readonly Second[], looks: readonly MachineObservation[]): Markup {
  const rows = judgedPhases(report).map((phase) => {
    const latest = late.filter(({ at }) => at >= phase.startAt && at < phase.endAt).map(({ max }) => max);
    const load = loadIn(looks, [phase]);
    return [
      phase.name,
      latest.length === 0 ? nothing : durationText(Math.max(...latest)),
      load === undefined ? nothing : share(load.idle),
      load?.stolen === undefined ? nothing : share(load.stolen),
    ];
  });
  const columns = ['Phase', numeric('Latest request'), numeric('Processors idle'), numeric('Taken by the host')];
  return table('Lateness of requests, and the processors', columns, rows);
}

function share(value: number): string {
  return `${Math.round(value * 100)}%`;
}
