import type { ClusterOverrides } from '../core/cluster-params/index.ts';
import type { RunReport } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Settings } from '../core/settings.ts';
import type { Twin } from '../core/twin.ts';
import { clusterOfRun } from '../compare/twin-cluster.ts';
import { twinOf } from '../compare/twin.ts';
import type { Output } from './output.ts';
import { rehearse } from './rehearse.ts';

/** How real runs are rehearsed. */
export interface TwinOrder {
  readonly scenario: Scenario;
  readonly settings: Settings;
  /** How many rehearsals, and with which seed the first; undefined: the last run's own. */
  readonly count: number;
  readonly seed: number | undefined;
  /** How many at a time; undefined: as many as the machine carries. */
  readonly jobs?: number | undefined;
  /** Laid over what is known of the real cluster. */
  readonly cluster?: ClusterOverrides;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Rehearses the scenario of real runs on a simulated cluster with the last one's settings, and puts both side by side. */
export async function rehearsedBeside(measured: readonly RunReport[], order: TwinOrder): Promise<Twin> {
  const { scenario, settings, output, signal } = order;
  const last = measured.at(-1);
  const known = last === undefined ? {} : clusterOfRun(last);
  const cluster = over(known, order.cluster ?? {});
  const first = order.seed ?? last?.seed ?? 1;
  const seeds = Array.from({ length: order.count }, (_, n) => first + n);
  const { jobs } = order;
  const simulated = await rehearse({ scenario: { ...scenario, cluster }, settings, seeds, jobs, output, signal });
  return twinOf(measured, simulated, cluster);
}

/**
 * Adds the twin of a run that broke something to its report, when the run is over: before that the cluster's settings are not
 * known. A run is worth more than its rehearsal: where that fails, the report stays as it is, and the output says why.
 */
export function withTwin(order: TwinOrder): (report: RunReport) => Promise<RunReport> {
  return async (report) => {
    if (report.faults.every(({ injections }) => injections.length === 0)) return report;
    try {
      return { ...report, twin: await rehearsedBeside([report], order) };
    } catch (thrown) {
      order.output.error(thrown);
      return report;
    }
  };
}

/** Overrides over others, component by component. */
function over(below: ClusterOverrides, above: ClusterOverrides): ClusterOverrides {
  const merged = Object.entries(above).map(([name, value]) => {
    const both = [below[name], value];
    return [name, both.every((one) => typeof one === 'object') ? Object.assign({}, ...both) : value] as const;
  });
  return { ...below, ...Object.fromEntries(merged) };
}
