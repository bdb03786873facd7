import type { Reschedule, RunReport } from '../../core/report.ts';
import { durationText, nothing, offsetText } from '../words.ts';
import { figure, labelled } from './figure.ts';
import { injectedAt } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint, stroke } from './palette.ts';
import { linearScale, type Scale, timeTicks } from './scales.ts';
import { numeric, table } from './table.ts';

const width = 1140;
const rowHeight = 62;
const axisHeight = 26;

/** The stations of a lost replica's way to its replacement, in their natural order. */
const stations = [
  { key: 'notReadyAt', until: 'NotReady', paint: 'stage1' },
  { key: 'deletedAt', until: 'deleted', paint: 'stage2' },
  { key: 'createdAt', until: 'replacement created', paint: 'stage3' },
  { key: 'scheduledAt', until: 'scheduled', paint: 'stage4' },
  { key: 'readyAt', until: 'Ready', paint: 'stage5' },
] as const satisfies readonly { key: keyof Reschedule; until: string; paint: Paint }[];

/** The way from one station to the next. */
interface Leg {
  readonly until: string;
  readonly paint: Paint;
  readonly from: number;
  readonly to: number;
}

/** One row: all legs from the fault on, and whether the replacement got ready. */
interface WaterfallRow {
  readonly lost: Reschedule;
  /** The fault, or where none precedes it the first thing that was seen of the loss. */
  readonly startAt: number;
  readonly legs: readonly Leg[];
  readonly open: boolean;
  readonly endAt: number;
}

/** How each lost replica was replaced, step by step; undefined when none was lost. */
export function waterfall(report: RunReport): Markup | undefined {
  const rows = waterfallRows(report);
  if (rows.length === 0) return undefined;
  const longest = Math.max(1, ...rows.map(({ startAt, endAt }) => endAt - startAt));
  // Room on the right for the total.
  const x = linearScale([0, longest], [0, width - 110]);
  const never = rows.filter(({ open }) => open).length;
  const text = {
    id: 'reschedules',
    title: 'From the fault to the replacement',
    description: `${rows.length} replicas were lost; ${never === 0 ? 'all were replaced' : `${never} were never replaced`}.`,
    note: 'One row for each lost replica, from the fault on. Instants as the watches saw them.',
    legend: stations.map(({ until, paint }) => ({ shape: 'bar', paint, text: `until ${until}` }) as const),
    table: rowTable(rows),
  };
  const height = rows.length * rowHeight + axisHeight;
  return figure(
    text,
    labelled(
      text,
      width,
      height,
      html`${axis(x, rows.length * rowHeight)}${rows.map((row, index) => drawRow(x, row, index * rowHeight))}`,
    ),
  );
}

/** Legs of every lost replica; instants that were not reached are left out, and an open row ends with the run. */
export function waterfallRows(report: RunReport): readonly WaterfallRow[] {
  const faults = report.faults.flatMap((fault) => injectedAt(fault) ?? []);
  const end = report.phases.find(({ name }) => name === 'recovery')?.endAt ?? report.endedAt;
  return report.reschedules.map((lost) => {
    const reached = stations
      .flatMap(({ key, until, paint }) => (lost[key] === undefined ? [] : [{ until, paint, at: lost[key] }]))
      .sort((a, b) => a.at - b.at);
    const first = reached[0]?.at ?? end;
    const before = faults.filter((at) => at <= first);
    const startAt = before.length === 0 ? first : Math.max(...before);
    const legs = reached.map(({ until, paint, at }, index) => ({
      until,
      paint,
      from: reached[index - 1]?.at ?? startAt,
      to: at,
    }));
    const open = lost.readyAt === undefined;
    const last = legs.at(-1)?.to ?? startAt;
    return { lost, startAt, legs, open, endAt: open ? Math.max(last, end) : last };
  });
}

function drawRow(x: Scale, { lost, startAt, legs, open, endAt }: WaterfallRow, top: number): Markup {
  const bars = legs.map(({ until, paint, from, to }) => {
    const left = x.at(from - startAt);
    const legWidth = Math.max(1, x.at(to - startAt) - left);
    const words = durationText(to - from);
    const label =
      legWidth > words.length * 6.5 + 8
        ? html`<text x="${left + legWidth / 2}" y="${top + 36}" text-anchor="middle" ${fill('surface')}>${words}</text>`
        : '';
    return html`<rect ${fill(paint)} x="${left}" y="${top + 22}" width="${legWidth}" height="20"><title>until ${until}: ${words}</title></rect>${label}`;
  });
  const last = legs.at(-1)?.to ?? startAt;
  const waiting = open
    ? html`<path ${stroke('bad', 2)} stroke-dasharray="3 3" d="M${x.at(last - startAt)} ${top + 32}H${x.at(endAt - startAt)}"/><path ${fill('bad')} d="M${x.at(endAt - startAt)} ${top + 26}l8 6l-8 6z"/>`
    : '';
  const total = open ? `≥ ${durationText(endAt - startAt)}` : durationText(endAt - startAt);
  const replacement =
    lost.replacement === undefined ? 'not replaced' : `${lost.replacement} on ${lost.replacementNode ?? 'no node yet'}`;
  const summary = legs.map(({ until, from, to }) => `${until} +${durationText(to - from)}`).join(' · ');
  return html`<text y="${top + 14}" ${fill('ink')}><tspan font-weight="600">${lost.lostPod}</tspan> <tspan ${fill('muted')}>on ${lost.lostNode ?? 'an unknown node'} → ${replacement}</tspan></text>
${bars}${waiting}<text x="${x.at(endAt - startAt) + (open ? 14 : 8)}" y="${top + 36}" font-weight="600" ${fill(open ? 'bad' : 'ink')}>${total}</text>
<text y="${top + 54}" font-size="10" ${fill('muted')}>${summary}${open ? ' · never Ready' : ''}</text>`;
}

function axis(x: Scale, top: number): Markup {
  const labels = timeTicks(...x.domain, 10).map((at) => {
    const place = x.at(at);
    return html`<path ${stroke('grid')} d="M${place} 0V${top + 4}"/><text x="${place}" y="${top + 18}" text-anchor="${at === 0 ? 'start' : 'middle'}" font-size="10" ${fill('muted')}>${at === 0 ? 'fault' : `+${durationText(at)}`}</text>`;
  });
  return html`${labels}`;
}

function rowTable(rows: readonly WaterfallRow[]): Markup {
  const columns = [
    'Lost',
    'On',
    numeric('Fault'),
    ...stations.map(({ until }) => numeric(until)),
    'Replacement',
    'On',
    numeric('In all'),
  ];
  return table(
    'Instants of every replacement, since the run began',
    columns,
    rows.map(({ lost, startAt, open, endAt }) => [
      lost.lostPod,
      lost.lostNode ?? nothing,
      offsetText(startAt),
      ...stations.map(({ key }) => offsetText(lost[key])),
      lost.replacement ?? nothing,
      lost.replacementNode ?? nothing,
      `${open ? '≥ ' : ''}${durationText(endAt - startAt)}`,
    ]),
  );
}
