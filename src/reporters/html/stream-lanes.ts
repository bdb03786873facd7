import type { Outage, RunReport } from '../../core/report.ts';
import type { Requests } from '../../core/requests.ts';
import { counted, durationText, offsetText } from '../words.ts';
import type { StreamRequests } from '../requests.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { drawLanes, type Lane } from './lanes.ts';
import type { Markup } from './markup.ts';
import { numeric, table } from './table.ts';

/** A lane for each stream: outages as bars, single bad requests as ticks. Empty when no stream sent anything. */
export function streamLanes(
  frame: TimeFrame,
  report: RunReport,
  streams: readonly StreamRequests[],
): Markup | undefined {
  const sent = streams.filter(({ requests }) => requests.length > 0);
  if (sent.length === 0) return undefined;
  const outagesOf = (id: string): readonly Outage[] =>
    report.outages.filter(({ stream, samples, open }) => stream === id && (samples > 1 || open));
  const lanes = sent.map(
    ({ stream, requests }): Lane => ({
      name: `${stream.operation} ${stream.connection}`,
      title: stream.id,
      group: targetTitle(frame, stream.target.name),
      seen: [requests.at(0)?.scheduledAt ?? 0, requests.at(-1)?.scheduledAt ?? 0],
      spans: outagesOf(stream.id).map((outage) => ({
        from: outage.startAt,
        to: outage.endAt,
        paint: 'bad',
        shape: 'full',
        open: outage.open,
        title: `${stream.id}: ${outageText(outage)}`,
        label: outageLength(outage),
      })),
      ticks: blips(requests),
    }),
  );
  const out = sent.filter(({ stream }) => outagesOf(stream.id).length > 0);
  return timeFigure(
    frame,
    {
      id: 'streams',
      title: 'API and traffic, as clients saw them',
      description: `${sent.length} request streams. ${out.length === 0 ? 'None had an outage.' : `With outages: ${out.map(({ stream }) => stream.id).join(', ')}.`}`,
      note: `One row for each stream. An outage is two bad requests or more in a row, from the first bad to the first good.`,
      legend: [
        { shape: 'line', paint: 'seen', text: 'watched' },
        { shape: 'bar', paint: 'bad', text: 'outage (arrow: never seen to end)' },
        { shape: 'tick', paint: 'blip', text: 'one bad request' },
      ],
      table: streamTable(sent, outagesOf),
    },
    drawLanes(frame, lanes),
  );
}

/** Instants of bad requests that stand alone: the one before and the one after were good. */
export function blips(requests: Requests): readonly number[] {
  const found: number[] = [];
  let index = 0;
  let wasGood = true;
  for (const { good, scheduledAt } of requests) {
    index += 1;
    if (!good && wasGood && requests.at(index)?.good !== false) found.push(scheduledAt);
    wasGood = good;
  }
  return found;
}

function targetTitle(frame: TimeFrame, target: string): string {
  if (target === 'lb') return 'load balancer';
  if (target === 'null') return 'control (null)';
  return frame.shortName(target);
}

function streamTable(sent: readonly StreamRequests[], outagesOf: (id: string) => readonly Outage[]): Markup {
  return table(
    'Streams and their outages',
    ['Stream', numeric('Sent'), numeric('Bad'), numeric('Single bad'), numeric('Outages'), 'Each outage'],
    sent.map(({ stream, requests }) => {
      const outages = outagesOf(stream.id);
      const more = outages.length > 20 ? ` … and ${outages.length - 20} more` : '';
      return [
        stream.id,
        requests.length.toLocaleString('en-GB'),
        requests.count(({ good }) => !good).toLocaleString('en-GB'),
        blips(requests).length.toLocaleString('en-GB'),
        outages.length,
        outages.slice(0, 20).map(outageText).join('; ') + more,
      ];
    }),
  );
}

function outageLength({ startAt, endAt, open }: Outage): string {
  return `${open ? '≥ ' : ''}${durationText(Math.round(endAt - startAt))}`;
}

function outageText(outage: Outage): string {
  const errors = Object.entries(outage.errors).map(([error, count]) => `${error} ×${count}`);
  return `${outageLength(outage)} from ${offsetText(outage.startAt)}, ${counted(outage.samples, 'request')} (${errors.join(', ')})`;
}
