import type { RunReport } from '../../core/report.ts';
import type { FaultRecord, InjectionRecord } from '../../core/timeline.ts';
import { appliedTexts } from '../plan-yaml.ts';
import type { StreamRequests } from '../requests.ts';
import { nothing, offsetText, utcText } from '../words.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup, type Part } from './markup.ts';
import { numeric, table } from './table.ts';

/** What was broken: each injection's stations and proof. */
export function faultsSection(report: RunReport): Markup {
  const columns = [
    'Fault',
    'Injection',
    numeric('Applied'),
    numeric('Injected'),
    numeric('Proved'),
    numeric('Healed'),
    numeric('Gone'),
    'Proof',
  ];
  return html`<section id="faults"><h2>Faults and injections</h2>
${table('When each injection reached each of its stations', columns, report.faults.flatMap(faultRows))}</section>`;
}

function faultRows(fault: FaultRecord): readonly (readonly Part[])[] {
  const name = html`<span class="name">${fault.name}</span><small>${fault.type}</small>${fault.targets.map((target) => html`<small>${target}</small>`)}`;
  if (fault.injections.length === 0) {
    const why = html`${badge('cross', 'bad', 'not injected')} ${fault.error ?? ''}`;
    return [[name, nothing, nothing, nothing, nothing, nothing, nothing, why]];
  }
  return fault.injections.map((injection, index) => [
    index === 0 ? name : html`<span class="again">${fault.name}</span>`,
    injection.name,
    offsetText(injection.appliedAt),
    offsetText(injection.injectedAt),
    offsetText(injection.provedAt),
    offsetText(injection.healedAt),
    offsetText(injection.goneAt),
    proofCell(injection),
  ]);
}

function proofCell({ proof, error }: InjectionRecord): Markup {
  const sign = proof.status === 'proven' ? badge('tick', 'good', 'proven') : badge('question', 'doubt', 'unproven');
  return html`${sign} <span class="reason">${proof.detail}</span>${error === undefined ? '' : html`<small class="wrong">${error}</small>`}`;
}

/** The objects and commands themselves, to be read and repeated by hand. */
export function appliedSection(report: RunReport): Markup {
  const texts = appliedTexts(report).map(
    ({ title, yaml }) => html`<details><summary>${title}</summary><pre>${yaml}</pre></details>`,
  );
  return html`<section id="applied"><h2>What was applied</h2>${texts.length === 0 ? html`<p class="note">Nothing was applied.</p>` : texts}</section>`;
}

/** Which errors clients saw, the most frequent first. */
export function errorsSection(streams: readonly StreamRequests[]): Markup {
  const rows = streams
    .flatMap(({ stream, requests }) => errorsOf(stream.id, requests))
    .sort((a, b) => b.count - a.count)
    .slice(0, 40)
    .map(({ error, id, count, at, detail }) => [
      error,
      id,
      count.toLocaleString('en-GB'),
      offsetText(at),
      html`<span class="reason">${detail}</span>`,
    ]);
  const sent = streams.some(({ requests }) => requests.length > 0);
  if (rows.length === 0) {
    return html`<section id="errors"><h2>Errors</h2><p class="note">${sent ? 'No request was bad.' : 'No request was sent.'}</p></section>`;
  }
  return html`<section id="errors"><h2>Errors</h2>
${table('Bad requests by class and stream', ['Error', 'Stream', numeric('Count'), numeric('First at'), 'In the words of the first'], rows)}</section>`;
}

interface ErrorCount {
  readonly error: string;
  readonly id: string;
  readonly at: number;
  readonly detail: string;
  count: number;
}

function errorsOf(id: string, requests: StreamRequests['requests']): readonly ErrorCount[] {
  const counts = new Map<string, ErrorCount>();
  for (const request of requests) {
    if (request.good) continue;
    const { error = 'other', status, scheduledAt, detail = '' } = request;
    const name = error === 'status' && status !== undefined ? `status ${status}` : error;
    const known = counts.get(name);
    if (known === undefined) counts.set(name, { error: name, id, at: scheduledAt, detail, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}

/** What the harness did, in order. */
export function marksSection(report: RunReport, startedAtUnixMs: number): Markup {
  if (report.marks.length === 0) return empty;
  const rows = report.marks.map(({ at, kind, text }) => [offsetText(at), utcText(startedAtUnixMs + at), kind, text]);
  return html`<section id="marks"><h2>What the harness did</h2>${table('Marks', [numeric('At'), 'UTC', 'Kind', 'What'], rows)}</section>`;
}
