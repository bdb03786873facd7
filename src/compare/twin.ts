import { formatDuration } from '../base/quantity.ts';
import type { ClusterOverrides } from '../core/cluster-params/index.ts';
import { HarnessError } from '../core/errors.ts';
import type { RunReport } from '../core/report.ts';
import type { Twin, TwinIndicator, TwinPlace, TwinSide } from '../core/twin.ts';
import { indicators } from '../indicators/index.ts';
import { floorOf } from './floors.ts';
import { settingsText } from './twin-cluster.ts';
import { reasonOf, slownessNote } from './twin-reasons.ts';

const factor = 1.5;

/**
 * Runs of a scenario on a real cluster beside rehearsals of it, indicator by indicator. `cluster` is what the rehearsals were told.
 * Throws HarnessError('usage') when a side is empty, the scenarios differ, or a run broke nothing.
 */
export function twinOf(
  measured: readonly RunReport[],
  simulated: readonly RunReport[],
  cluster: ClusterOverrides,
): Twin {
  const [first] = measured;
  if (first === undefined || simulated.length === 0) {
    throw new HarnessError('usage', 'there is no run on one side', {
      hint: 'Name a run, and rehearse it once at least.',
    });
  }
  const names = [...new Set([...measured, ...simulated].map(({ scenario }) => scenario.name))];
  if (names.length > 1) {
    throw new HarnessError('usage', `these are runs of different scenarios: ${names.join(', ')}`, {
      hint: 'Name runs of one scenario.',
    });
  }
  const slowness = slownessOf(measured, simulated);
  const note = slownessNote(slowness?.times, ms(slowness?.measured), ms(slowness?.simulated));
  return {
    schema: 'aftershock/twin/v1',
    scenario: first.scenario.name,
    title: first.scenario.title,
    backend: first.backend,
    runs: measured.map(({ id, startedAt, seed, verdict }) => ({ id, startedAt, seed, verdict })),
    seeds: simulated.map(({ seed }) => seed),
    settings: settingsText(cluster),
    factor,
    notes: [...measured.flatMap(doubtsOf), ...(note === undefined ? [] : [note])],
    indicators: compared(measured, simulated, slowness?.times),
  };
}

/** From here on an injection took long enough to have been tried again. */
const slowInjectionMs = 10_000;

/** What makes a run a poor measure: an injection of which nobody knows whether it took effect, or that took effect more than once. */
function doubtsOf({ id, faults }: RunReport): readonly string[] {
  return faults.flatMap(({ name, injections }) => [
    ...(injections.some(({ proof }) => proof.status !== 'proven')
      ? [`Run ${id}: "${name}" is not proven to have been injected.`]
      : []),
    ...injections.flatMap(({ name: object, kind, appliedAt, injectedAt }) => {
      const tookMs = appliedAt === undefined || injectedAt === undefined ? 0 : injectedAt - appliedAt;
      return kind === 'chaos-mesh' && tookMs >= slowInjectionMs
        ? [
            `Run ${id}: ${object} said that it was injected only ${formatDuration(tookMs)} after it was applied. Until then Chaos Mesh tries again, and a kill that took effect is done again.`,
          ]
        : [];
    }),
  ]);
}

/** Those that have an objective first, the others in the order of reports; what neither side measured is left out. */
function compared(
  measured: readonly RunReport[],
  simulated: readonly RunReport[],
  slowness: number | undefined,
): readonly TwinIndicator[] {
  const judged = [...new Set(measured.flatMap(({ slos }) => slos.map(({ sli }) => sli)))];
  const known = new Set([...measured, ...simulated].flatMap(({ slis }) => Object.keys(slis)));
  const all = [...new Set([...judged, ...indicators.all.map(({ name }) => name), ...known])];
  return all.flatMap((sli) => {
    const sides = { measured: sideOf(sli, measured), simulated: sideOf(sli, simulated) };
    if (sides.measured.values.length + sides.simulated.values.length === 0) return [];
    const indicator = indicators.find(sli);
    const unit = [...measured, ...simulated].map(({ slis }) => slis[sli]?.unit).find((one) => one !== undefined) ?? '';
    const head = { sli, unit, better: indicator?.better ?? ('lower' as const), ...sides };
    return [{ ...head, ...judge(head, slowness) }];
  });
}

function sideOf(sli: string, reports: readonly RunReport[]): TwinSide {
  const values = reports.flatMap(({ slis }) => {
    const { status, value } = slis[sli] ?? { status: 'unmeasured', value: undefined };
    return status === 'unmeasured' || value === undefined ? [] : [{ value, censored: status === 'censored' }];
  });
  const ranked = [...values].sort((a, b) => Number(a.censored) - Number(b.censored) || a.value - b.value);
  const middle = ranked[(ranked.length - 1) >> 1];
  if (middle === undefined) return { values, medianCensored: false };
  const upper = ranked[ranked.length >> 1] ?? middle;
  const between = middle.censored || upper.censored ? middle.value : (middle.value + upper.value) / 2;
  return { values, median: between, medianCensored: middle.censored };
}

type Head = Pick<TwinIndicator, 'sli' | 'unit' | 'better' | 'measured' | 'simulated'>;

function judge(head: Head, slowness: number | undefined): Pick<TwinIndicator, 'ratio' | 'place' | 'reason'> {
  const { sli, measured, simulated } = head;
  if (measured.median === undefined || simulated.median === undefined) {
    const side = measured.median === undefined ? 'the real cluster' : 'the simulated cluster';
    return { place: 'unknown', reason: `not measured on ${side}` };
  }
  const [real, twin] = [badness(head, measured.median), badness(head, simulated.median)];
  const ratio = real > 0 && twin > 0 ? { ratio: twin / real } : {};
  const place = placeOf(head, real, twin);
  return { ...ratio, place, reason: place === 'alike' ? '' : reasonOf({ sli, measuredWorse: real > twin, slowness }) };
}

/** How far from perfect: of a share, what is lacking to all. */
function badness({ better, unit }: Pick<Head, 'better' | 'unit'>, value: number): number {
  if (better === 'lower') return value;
  return unit === 'ratio' ? 1 - value : -value;
}

function placeOf({ sli, unit, better, measured, simulated }: Head, real: number, twin: number): TwinPlace {
  // What never ended lasted at least as long as it was watched: only a shorter value on the other side contradicts it.
  if (measured.medianCensored || simulated.medianCensored) {
    const [bound, other] = measured.medianCensored ? [real, twin] : [twin, real];
    return (measured.medianCensored && simulated.medianCensored) || other * factor >= bound ? 'alike' : 'apart';
  }
  if (Math.abs(real - twin) <= floorOf(sli, unit)) return 'alike';
  const range = simulated.values.map(({ value }) => badness({ better, unit }, value));
  if (real >= Math.min(...range) && real <= Math.max(...range)) return 'alike';
  return twin <= real * factor && real <= twin * factor ? 'alike' : 'apart';
}

/** How much slower the real API was in the baseline: the medians of P50 over the runs. */
function slownessOf(
  measured: readonly RunReport[],
  simulated: readonly RunReport[],
): { readonly times: number; readonly measured: number; readonly simulated: number } | undefined {
  const baseline = (reports: readonly RunReport[]): number | undefined => {
    const values = reports.flatMap(({ slis }) => slis['api.latency.p50']?.phases['baseline']?.value ?? []);
    return values.sort((a, b) => a - b)[values.length >> 1];
  };
  const [real, twin] = [baseline(measured), baseline(simulated)];
  return real === undefined || twin === undefined || twin <= 0
    ? undefined
    : { times: real / twin, measured: real, simulated: twin };
}

function ms(value: number | undefined): string {
  return value === undefined ? '' : formatDuration(value);
}
