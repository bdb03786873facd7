import { grouped } from '../../base/grouped.ts';
import { percentile } from '../../base/percentile.ts';
import { formatRatio } from '../../base/quantity.ts';
import { agentTimeoutMs } from '../../core/agents.ts';
import type { AgentObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import { judgedPhases } from '../../core/phases.ts';
import type { Phase, Timeline } from '../../core/timeline.ts';
import { durationText, nothing, offsetText } from '../words.ts';
import { html, type Markup, type Part } from './markup.ts';
import { numeric, table } from './table.ts';

/** So many columns at most: a longer run has wider ones. */
const mostColumns = 12;
const shortestMs = 10_000;

/** A stretch of the run that is one column. */
interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** How well each zone reached each other, the API and DNS, over time; nothing where no agent probed. */
export function zonesSection(timeline: Timeline): Markup {
  const probes = ofKind(timeline, 'agent');
  if (probes.length === 0) return html``;
  const judged = judgedPhases(timeline);
  const stretches = stretchesOf(judged);
  const rows = [...grouped(probes, nameOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, all]): readonly Part[] => [
      html`<span class="name">${name}</span>`,
      ...stretches.map(({ startAt, endAt }) => cell(all.filter(({ at }) => at >= startAt && at < endAt))),
    ]);
  const columns = ['From → to', ...stretches.map(({ startAt }) => numeric(offsetText(startAt)))];
  return html`<section id="zones"><h2>Zones</h2>${table('From every zone: share that was answered, and P99', columns, rows)}
<p class="note">Agents on every node connect to an agent of each zone, ask kubernetes.default, and look it up, once a second each. What an isolated agent saw was fetched when it could be reached again. A column begins at the time above it; what failed is charged ${durationText(agentTimeoutMs)}.</p></section>`;
}

/** The judged phases in columns of equal length, none of which spans two phases. */
function stretchesOf(phases: readonly Phase[]): readonly Stretch[] {
  const total = phases.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  const width = Math.max(shortestMs, total / mostColumns);
  return phases.flatMap(({ startAt, endAt }) => {
    const count = Math.max(1, Math.round((endAt - startAt) / width));
    const each = (endAt - startAt) / count;
    return Array.from({ length: count }, (_, i) => ({ startAt: startAt + i * each, endAt: startAt + (i + 1) * each }));
  });
}

function nameOf({ target, fromZone, toZone }: AgentObservation): string {
  const to = { peer: toZone ?? 'no zone', api: 'API', dns: 'DNS' }[target];
  return `${fromZone ?? 'no zone'} → ${to}`;
}

function cell(probes: readonly AgentObservation[]): Part {
  if (probes.length === 0) return nothing;
  const good = probes.filter((one) => one.good).length / probes.length;
  const charged = probes.map(({ ms, good: isGood }) => (isGood ? ms : Math.max(ms, agentTimeoutMs)));
  return html`<strong class="value">${formatRatio(good)}</strong> <small>${durationText(percentile(charged, 0.99))}</small>`;
}
