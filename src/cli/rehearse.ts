import { HarnessError } from '../core/errors.ts';
import type { RunReport } from '../core/report.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Settings } from '../core/settings.ts';
import { backendOf, refuse } from './backend.ts';
import { oneByOne } from './one-by-one.ts';
import type { Outcome } from './outcome.ts';
import type { Output } from './output.ts';
import { type Draw, noJournal, recordOf, reportOf, requestOf } from './run-parts.ts';
import { jobsFor } from './side-by-side/jobs.ts';
import { sideBySide } from './side-by-side/side-by-side.ts';
import { usageOfProcess } from './usage.ts';

/** What is rehearsed, how often, and whom to tell. */
export interface RehearsalOrder {
  readonly scenario: Scenario;
  readonly settings: Settings;
  readonly seeds: readonly number[];
  /** How many at a time; undefined: as many as the machine carries. */
  readonly jobs: number | undefined;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Runs a scenario on the simulated cluster once with each seed, writing nothing. Throws HarnessError where it cannot begin. */
export async function rehearse(order: RehearsalOrder): Promise<readonly RunReport[]> {
  const { scenario, seeds, output, signal } = order;
  const reports: RunReport[] = [];
  const outcomes = await outcomesOf(order);
  try {
    for (const seed of seeds) {
      output.say(output.style('dim', `rehearsing ${scenario.name} on the simulated cluster, seed ${seed}`));
      output.event({ event: 'rehearsal', scenario: scenario.name, seed });
      const { value: outcome } = await outcomes.next();
      // One that was cut short says nothing of the others.
      if (outcome === undefined || signal.aborted)
        throw new HarnessError('interrupted', 'the rehearsals were interrupted');
      if (outcome.kind === 'failed') throw outcome.thrown;
      reports.push(outcome.finished);
    }
    return reports;
  } finally {
    await outcomes.return();
  }
}

async function outcomesOf(order: RehearsalOrder): Promise<AsyncGenerator<Outcome<RunReport>, void>> {
  const { scenario, settings, seeds, output, signal } = order;
  const backend = await backendOf('sim', settings);
  const jobs = jobsFor(order.jobs, seeds.length, [backend]);
  const draws = seeds.map((seed) => ({ scenario, backend, seed, command: undefined }));
  const mayGoOn = ({ kind }: Outcome<RunReport>): boolean => kind === 'finished' && !signal.aborted;
  return jobs === 1
    ? oneByOne(draws, (draw) => rehearsed(draw, signal), mayGoOn)
    : sideBySide(draws, { jobs, settings, reportsDir: undefined, output, signal, mayGoOn });
}

/** The report of one rehearsal. */
export async function rehearsed(draw: Draw, signal: AbortSignal): Promise<RunReport> {
  const request = requestOf(draw, () => {});
  refuse(await draw.backend.preflight(request, signal));
  const record = await recordOf(draw, request, { journal: noJournal, listener: {}, usage: usageOfProcess(), signal });
  return reportOf(draw, record);
}
