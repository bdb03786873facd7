import { percentileOfSorted } from '../../base/percentile.ts';
import { judgedPhases } from '../../core/phases.ts';
import type { Requests } from '../../core/requests.ts';
import type { RunReport } from '../../core/report.ts';
import { durationText, nothing } from '../words.ts';
import { clientLatencyMs, type StreamRequests, wasAnswered } from '../requests.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { gridLines, stacked, type Tick, tickTexts } from './grid.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint, stroke } from './palette.ts';
import { perSecond } from './per-second.ts';
import { logScale, logTicks, type Scale } from './scales.ts';
import { numeric, table } from './table.ts';

const panelHeight = 92;
const panelGap = 14;
const columnWidth = 1;

/** Latency through the load balancer, a panel for each stream; undefined when none sent anything. */
export function latencyChart(
  frame: TimeFrame,
  report: RunReport,
  streams: readonly StreamRequests[],
): Markup | undefined {
  const shown = streams.filter(({ stream, requests }) => stream.target.role === 'load-balancer' && requests.length > 0);
  if (shown.length === 0) return undefined;
  const y = latencyScale(shown);
  const ticks = logTicks(...y.domain).map((ms) => ({ at: ms, text: durationText(ms) }));
  const panels = shown.map((entry) => ({
    gutter: panelGutter(entry, y, ticks),
    plot: html`${gridLines(y, ticks)}${panel(frame, y, entry)}`,
  }));
  return timeFigure(
    frame,
    {
      id: 'latency',
      title: 'Latency through the load balancer',
      description: `Logarithmic, ${durationText(y.domain[0])} to ${durationText(y.domain[1])}, from the instant at which a request was due. ${shown.map(({ stream }) => stream.id).join(', ')}.`,
      note: 'From the instant at which a request was due. Lines are of each second and charge failures their timeout; the band spans the fastest and the slowest answer, so that not one is hidden. New and reused connections fail differently and are never averaged.',
      legend: [
        { shape: 'line', paint: 'fresh', text: 'P99 and P50 (thin), new connections' },
        { shape: 'line', paint: 'reused', text: 'the same, reused connections' },
        { shape: 'area', paint: 'fresh', text: 'fastest to slowest answer' },
        { shape: 'cross', paint: 'bad', text: 'request that failed' },
      ],
      table: latencyTable(report, shown),
    },
    stacked(panels, { height: panelHeight, gap: panelGap }),
  );
}

function latencyScale(shown: readonly StreamRequests[]): Scale {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const { stream, requests } of shown) {
    for (const request of requests) {
      const latencyMs = clientLatencyMs(request, stream);
      from = Math.min(from, latencyMs);
      to = Math.max(to, latencyMs);
    }
  }
  const low = Math.max(0.1, Math.min(from, to) * 0.8);
  return logScale([low, Math.max(low * 10, to * 1.3)], [panelHeight, 6]);
}

function panelGutter({ stream }: StreamRequests, y: Scale, ticks: readonly Tick[]): Markup {
  return html`<text x="0" y="16" font-weight="600" ${fill('ink')}>${stream.operation}</text>
<text x="0" y="31" ${fill(paintOf(stream.connection))}>${stream.connection}</text>${tickTexts(y, ticks)}`;
}

function panel(frame: TimeFrame, y: Scale, { stream, requests }: StreamRequests): Markup {
  const paint = paintOf(stream.connection);
  const seconds = perSecond([requests], (request) => clientLatencyMs(request, stream));
  const line = (q: 'p50' | 'p99'): string =>
    seconds.map(({ at, first, [q]: value }) => `${first ? 'M' : 'L'}${frame.x.at(at)} ${y.at(value)}`).join('');
  return html`<path class="s-${paint} band" stroke="#2459b3" stroke-opacity=".35" fill="none" stroke-width="${columnWidth}" d="${envelope(frame, y, requests)}"/>
<path ${stroke(paint, 0.9)} d="${line('p50')}"/><path ${stroke(paint, 1.6)} stroke-linejoin="round" d="${line('p99')}"/>
<path ${stroke('bad', 1.2)} d="${failures(frame, y, { stream, requests })}"/>`;
}

/** Fastest to slowest answer of each column of pixels: decimating otherwise could hide the one that was slow. */
function envelope(frame: TimeFrame, y: Scale, requests: Requests): string {
  const columns = new Map<number, [number, number]>();
  for (const request of requests) {
    if (!wasAnswered(request)) continue;
    const latencyMs = request.endedAt - request.scheduledAt;
    const column = Math.round(frame.x.at(request.scheduledAt) / columnWidth) * columnWidth;
    const range = columns.get(column);
    if (range === undefined) columns.set(column, [latencyMs, latencyMs]);
    else if (latencyMs < range[0]) range[0] = latencyMs;
    else if (latencyMs > range[1]) range[1] = latencyMs;
  }
  return [...columns].map(([column, [least, most]]) => `M${column} ${y.at(least) + 0.5}V${y.at(most) - 0.5}`).join('');
}

/** A cross for each failure at what it is charged; those that fall on the same place are drawn once. */
function failures(frame: TimeFrame, y: Scale, { stream, requests }: StreamRequests): string {
  const places = new Set<string>();
  for (const request of requests) {
    if (wasAnswered(request)) continue;
    const left = Math.round(frame.x.at(request.scheduledAt)) - 2;
    places.add(`M${left} ${y.at(clientLatencyMs(request, stream)) - 2}l4 4m-4 0l4-4`);
  }
  return [...places].join('');
}

function latencyTable(report: RunReport, shown: readonly StreamRequests[]): Markup {
  const phases = judgedPhases(report);
  const rows = shown.flatMap(({ stream, requests }) =>
    phases.map((phase) => {
      const asked = requests.filter(({ scheduledAt }) => scheduledAt >= phase.startAt && scheduledAt < phase.endAt);
      const sorted = Float64Array.from(asked, (request) => clientLatencyMs(request, stream)).sort();
      const at = (q: number): string => (sorted.length === 0 ? nothing : durationText(percentileOfSorted(sorted, q)));
      const failed = asked.count((request) => !wasAnswered(request));
      return [
        stream.id,
        phase.name,
        asked.length.toLocaleString('en-GB'),
        failed.toLocaleString('en-GB'),
        at(0.5),
        at(0.99),
        at(1),
      ];
    }),
  );
  return table(
    'Client latency, failures charged their timeout',
    ['Stream', 'Phase', numeric('n'), numeric('Failed'), numeric('P50'), numeric('P99'), numeric('Largest')],
    rows,
  );
}

function paintOf(connection: StreamRequests['stream']['connection']): Paint {
  return connection === 'new' ? 'fresh' : 'reused';
}
