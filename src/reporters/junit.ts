import type { Reporter, RunReport, SloReport } from '../core/report.ts';
import { escapeText } from './escape.ts';
import { reasonsOf, sloSamples, sloText } from './words.ts';

/**
 * junit.xml: the scenario as a suite, each objective as a case. Missed is a failure; every case of a run that is not to be
 * believed is an error; what the run did not exercise or could not measure is skipped, and the run as a whole, which is then no
 * pass, is an error of its own. Written by hand: the junit-xml package has no properties, no
 * messages on skipped, and writes failures as errors.
 */
export const junit: Reporter<string> = {
  name: 'junit',
  summary: 'The objectives as test cases, for CI servers.',
  file: 'junit.xml',
  render: (report) => {
    const cases = casesOf(report);
    const count = (outcome: Outcome): number => cases.filter((entry) => entry.outcome === outcome).length;
    const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
    const seconds = `time="${(report.endedAt / 1000).toFixed(3)}"`;
    const suite = attribute('name', report.scenario.name);
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="aftershock" ${counts} ${seconds}>`,
      `  <testsuite${suite} ${counts} ${seconds}${attribute('timestamp', report.startedAt)}>`,
      ...properties(suiteFacts(report), '    '),
      ...cases.flatMap((entry) => caseLines(report, entry)),
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number | undefined>>;
}

function casesOf(report: RunReport): readonly Case[] {
  const cases = report.slos.map((slo) => ({
    name: `${slo.sli} ${slo.objective}`,
    outcome: outcomeOf(report, slo),
    message: slo.reason,
    facts: sloFacts(report, slo),
  }));
  // A run may fail or say nothing although every objective was met: lost writes, an unproven injection. CI must see it.
  const shown = cases.some(({ outcome }) => outcome === 'failure' || outcome === 'error');
  if (report.verdict === 'pass' || shown) return cases;
  const outcome = report.verdict === 'fail' ? 'failure' : 'error';
  return [...cases, { name: 'the run as a whole', outcome, message: reasonsOf(report).join(' '), facts: {} }];
}

function outcomeOf(report: RunReport, slo: SloReport): Outcome {
  if (slo.status === 'missed') return 'failure';
  if (slo.status === 'skipped') return 'skipped';
  // A met objective of a run whose instrument was unsound is no evidence.
  if (isInvalid(report)) return 'error';
  return slo.status === 'unmeasured' ? 'skipped' : 'passed';
}

/** Whether its numbers are in doubt as such; a run that merely did not measure something may be believed in the rest. */
function isInvalid({ verdict, validity, steadyState = [], stoppedBy, leftovers }: RunReport): boolean {
  if (verdict !== 'inconclusive') return false;
  const sound = validity.every(({ status }) => status !== 'failed');
  return !sound || steadyState.length > 0 || stoppedBy !== undefined || leftovers.length > 0;
}

function suiteFacts(report: RunReport): Case['facts'] {
  return {
    verdict: report.verdict,
    score: report.score,
    run: report.id,
    backend: report.backend,
    simulated: String(report.simulated),
    seed: report.seed,
    command: report.command,
  };
}

function sloFacts(report: RunReport, slo: SloReport): Case['facts'] {
  const measured = slo.value === undefined ? undefined : sloText(slo);
  return {
    sli: slo.sli,
    objective: slo.objective,
    during: slo.during.join(','),
    unit: slo.unit,
    bound: slo.bound,
    limit: slo.limit,
    value: slo.value,
    measured,
    censored: String(slo.censored),
    samples: sloSamples(report, slo),
    headroom: slo.headroom,
    score: slo.score,
    weight: slo.weight,
  };
}

function caseLines(report: RunReport, entry: Case): readonly string[] {
  const names = attribute('classname', `aftershock.${report.scenario.name}`) + attribute('name', entry.name);
  return [
    `    <testcase${names} time="0">`,
    ...properties(entry.facts, '      '),
    ...outcomeLines(report, entry),
    '    </testcase>',
  ];
}

function outcomeLines(report: RunReport, { outcome, message }: Case): readonly string[] {
  if (outcome === 'passed') return [];
  if (outcome === 'skipped') return [`      <skipped${attribute('message', message)}/>`];
  const type = outcome === 'failure' ? 'objective-missed' : 'inconclusive';
  // Of an error, the run's own reasons say more than the objective's.
  const text = outcome === 'error' ? [message, ...reasonsOf(report)].join('\n') : message;
  return [
    `      <${outcome}${attribute('type', type)}${attribute('message', message)}>${escapeText(text)}</${outcome}>`,
  ];
}

function properties(facts: Case['facts'], indent: string): readonly string[] {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  if (known.length === 0) return [];
  return [
    `${indent}<properties>`,
    ...known.map(
      ([name, value]) => `${indent}  <property${attribute('name', name)}${attribute('value', String(value))}/>`,
    ),
    `${indent}</properties>`,
  ];
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeText(value).replace(/[\t\n\r]/g, ' ')}"`;
}
