import { reportSchema, type RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import type { Scenario } from '../core/scenario.ts';
import { findOutages } from '../indicators/outages.ts';
import { findReschedules } from '../indicators/reschedules.ts';
import { judgementOf } from './judgement.ts';
import { latenessP99 } from './lateness-check.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly record: RunRecord;
  readonly scenario: Scenario;
  readonly backend: { readonly name: string; readonly simulated: boolean };
  /** The command that repeats the run. */
  readonly command: string;
  readonly harnessVersion: string;
  readonly nodeVersion: string;
}

/** Judges a run and says all that is to be said of it. Pure: the same record gives the same report. */
export function assembleReport(input: ReportInput): RunReport {
  const { record, scenario } = input;
  const { timeline, harness, steadyState, stoppedBy, leftovers, facts } = record;
  return {
    schema: reportSchema,
    id: record.runId,
    ...whatRan(input),
    startedAt: new Date(timeline.startedAtUnixMs).toISOString(),
    endedAt: timeline.endedAt,
    versions: { aftershock: input.harnessVersion, node: input.nodeVersion, ...facts.versions },
    topology: facts.topology,
    probePath: facts.probePath,
    phases: timeline.phases,
    marks: timeline.marks,
    faults: timeline.faults,
    outages: findOutages(timeline),
    reschedules: findReschedules(timeline),
    ...judgementOf(record, scenario, facts),
    steadyState,
    leftovers,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    applied: record.applied,
    harness: { latenessP99Ms: latenessP99(timeline), ...harness },
  };
}

function whatRan({
  record,
  scenario,
  backend,
  command,
}: ReportInput): Pick<RunReport, 'scenario' | 'backend' | 'simulated' | 'seed' | 'command'> {
  const { name, title, hypothesis, source } = scenario;
  return {
    scenario: { name, title, hypothesis, text: source.text, overrides: source.overrides },
    backend: backend.name,
    simulated: backend.simulated,
    seed: record.seed,
    command,
  };
}
