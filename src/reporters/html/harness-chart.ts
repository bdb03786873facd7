import { percentileOfSorted } from '../../base/percentile.ts';
import { meanLoad } from '../../core/machine-load.ts';
import type { MachineObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import type { RunReport } from '../../core/report.ts';
import type { RequestSample } from '../../core/request-store.ts';
import type { Timeline } from '../../core/timeline.ts';
import type { StreamRequests } from '../requests.ts';
import { durationText, nothing } from '../words.ts';
import { timeFigure } from './figure.ts';
import { plotWidth, type TimeFrame } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, stroke } from './palette.ts';
import { linearScale, logScale, logTicks, type Scale } from './scales.ts';
import { numeric, table } from './table.ts';

const panelHeight = 70;
const panelGap = 14;
/** Nobody is troubled by less, and a logarithm has no zero. */
const leastLateMs = 0.1;

/** How late the requests of one second were sent. */
interface LateSecond {
  readonly second: number;
  readonly p99: number;
  readonly max: number;
}
interface Panel {
  readonly gutter: Markup;
  readonly plot: Markup;
}

/** The instrument’s own state: how late it sent, and what its machine was doing. Undefined where neither can be, as in a rehearsal. */
export function harnessChart(
  frame: TimeFrame,
  report: RunReport,
  timeline: Timeline,
  streams: readonly StreamRequests[],
): Markup | undefined {
  const late = lateSeconds(streams);
  const looks = ofKind(timeline, 'machine').filter(({ at }) => at > frame.fromMs && at <= frame.toMs);
  const largest = late.reduce((most, { max }) => Math.max(most, max), 0);
  const panels = [
    ...(largest < leastLateMs ? [] : [latePanel(frame, late, largest)]),
    ...(looks.length === 0 ? [] : [processorsPanel(frame, looks)]),
  ];
  if (panels.length === 0) return undefined;
  const placed = (part: keyof Panel): readonly Markup[] =>
    panels.map(
      (panel, index) => html`<g transform="translate(0 ${index * (panelHeight + panelGap)})">${panel[part]}</g>`,
    );
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
    {
      height: panels.length * (panelHeight + panelGap) - panelGap + 4,
      gutter: html`${placed('gutter')}`,
      plot: html`${placed('plot')}`,
    },
  );
}

/** Second by second through all streams at once: the lateness of a whole run is as long as the run. */
function lateSeconds(streams: readonly StreamRequests[]): readonly LateSecond[] {
  const cursors = streams.map(({ requests }) => ({ requests, next: 0, second: secondOf(requests.at(0)) }));
  const nearest = (): number => cursors.reduce((least, { second }) => Math.min(least, second), Infinity);
  const seconds: LateSecond[] = [];
  for (let second = nearest(); second < Infinity; second = nearest()) {
    const late: number[] = [];
    for (const cursor of cursors) {
      let one = cursor.requests.at(cursor.next);
      for (; one !== undefined && secondOf(one) === second; one = cursor.requests.at(cursor.next)) {
        late.push(Math.max(0, one.sentAt - one.scheduledAt));
        cursor.next += 1;
      }
      cursor.second = secondOf(one);
    }
    const sorted = new Float64Array(late).sort();
    seconds.push({ second, p99: percentileOfSorted(sorted, 0.99), max: percentileOfSorted(sorted, 1) });
  }
  return seconds;
}

/** The second of the run in which a request was due; never, where there is none. */
function secondOf(request: RequestSample | undefined): number {
  return request === undefined ? Infinity : Math.floor(request.scheduledAt / 1000);
}

function latePanel(frame: TimeFrame, late: readonly LateSecond[], largest: number): Panel {
  const y = logScale([leastLateMs, Math.max(10, largest * 1.3)], [panelHeight, 6]);
  const line = (key: 'p99' | 'max'): string =>
    late
      .map(
        ({ second, [key]: value }, index) =>
          `${late[index - 1]?.second === second - 1 ? 'L' : 'M'}${frame.x.at(second * 1000 + 500)} ${y.at(value)}`,
      )
      .join('');
  const ticks = logTicks(...y.domain).map((ms) => ({ at: ms, text: durationText(ms) }));
  return {
    gutter: html`${heading('lateness')}${tickTexts(y, ticks)}`,
    plot: html`${grid(y, ticks)}<path ${stroke('muted', 0.9)} d="${line('p99')}"/><path ${stroke('doubt', 1.4)} d="${line('max')}"/>`,
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
    plot: html`${grid(y, ticks)}<path ${fill('phase')} fill-opacity=".45" d="${area(() => 0, worked)}"/><path ${fill('bad')} fill-opacity=".45" d="${area(worked, ({ idle }) => 1 - idle)}"/>`,
  };
}

interface Tick {
  readonly at: number;
  readonly text: string;
}

function heading(name: string): Markup {
  return html`<text x="0" y="18" font-weight="600" ${fill('ink')}>${name}</text>`;
}

function tickTexts(y: Scale, ticks: readonly Tick[]): Markup {
  return html`${ticks.map(({ at, text }) => html`<text x="124" y="${y.at(at) + 3.5}" text-anchor="end" font-size="10" ${fill('muted')}>${text}</text>`)}`;
}

function grid(y: Scale, ticks: readonly Tick[]): Markup {
  return html`<path ${stroke('grid')} d="${ticks.map(({ at }) => `M0 ${y.at(at)}H${plotWidth}`).join('')}"/>`;
}

function processorsText(looks: readonly MachineObservation[]): string {
  if (looks.length === 0) return 'The processors were not looked at.';
  return `In the busiest second processors were idle for ${share(Math.min(...looks.map(({ idle }) => idle)))} of it.`;
}

function harnessTable(
  { phases }: RunReport,
  late: readonly LateSecond[],
  looks: readonly MachineObservation[],
): Markup {
  const judged = phases.filter(({ name }) => name !== 'setup' && name !== 'teardown');
  const rows = judged.map(({ name, startAt, endAt }) => {
    const inside = (at: number): boolean => at >= startAt && at < endAt;
    const latest = late.filter(({ second }) => inside(second * 1000)).map(({ max }) => max);
    const load = meanLoad(looks.filter(({ at }) => inside(at)));
    return [
      name,
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
