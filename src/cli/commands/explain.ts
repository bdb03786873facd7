import { stringify } from 'yaml';
import { z } from 'zod';
import { suggest } from '../../base/did-you-mean.ts';
import { formatDuration } from '../../base/quantity.ts';
import type { Definition } from '../../core/definition.ts';
import { HarnessError } from '../../core/errors.ts';
import type { Indicator } from '../../core/indicator.ts';
import type { Objective, SloProfile } from '../../core/objective.ts';
import type { Scenario } from '../../core/scenario.ts';
import { faults } from '../../faults/index.ts';
import { indicators } from '../../indicators/index.ts';
import { probes } from '../../probes/index.ts';
import { listScenarios } from '../../scenario/find.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { scenarioDirs } from '../scenario-dirs.ts';
import { loadScenarios } from '../scenario-files.ts';
import { listProfiles } from '../slo-files.ts';
import { table } from '../table.ts';

/** Says all there is to know of one scenario, fault, probe or indicator. */
export const explainCommand: Command = async ({ operands, output }) => {
  const [name] = operands;
  if (name === undefined || operands.length > 1) {
    throw new HarnessError('usage', `explain takes one name, not ${operands.length}`, {
      hint: 'Try `explain az-failure`.',
    });
  }
  output.print(await explanation(name));
  return exitStatus.pass;
};

async function explanation(name: string): Promise<string> {
  const fault = faults.find(name);
  if (fault !== undefined) return explainDefinition('fault', fault);
  const probe = probes.find(name);
  if (probe !== undefined) return explainDefinition('probe', probe);
  const indicator = indicators.find(name);
  if (indicator !== undefined) return explainIndicator(indicator);
  const profile = (await listProfiles()).find((one) => one.name === name);
  if (profile !== undefined) return explainProfile(profile);
  const listed = (await Promise.all(scenarioDirs().map(listScenarios))).flat();
  if (listed.some((scenario) => scenario.name === name)) {
    return (await loadScenarios([name], [])).map(explainScenario).join('\n\n');
  }
  const known = [...faults.names, ...probes.names, ...indicators.names, ...listed.map((scenario) => scenario.name)];
  throw new HarnessError('usage', `there is no scenario, fault, probe or indicator "${name}"`, {
    hint: suggest(name, known),
  });
}

function explainDefinition(what: string, { name, summary, notes, params, example }: Definition<unknown>): string {
  const schema = z.toJSONSchema(params, { io: 'input' }) as {
    properties?: Record<string, { type?: string; default?: unknown; description?: string; pattern?: string }>;
    required?: readonly string[];
  };
  const rows = Object.entries(schema.properties ?? {}).map(([key, property]) => [
    `  ${key}`,
    property.default === undefined
      ? schema.required?.includes(key) === true
        ? 'required'
        : 'optional'
      : `default ${JSON.stringify(property.default)}`,
    property.description ?? '',
  ]);
  const sections = Object.entries(notes).map(([title, text]) => `${title}\n  ${text}`);
  return [
    `${what} ${name}\n  ${summary}`,
    `parameters\n${rows.length === 0 ? '  none' : table(rows)}`,
    ...sections,
    `example\n${exampleText(what, name, example)}`,
  ].join('\n\n');
}

/** The lines that a scenario has under spec.faults, or spec.probes. */
function exampleText(what: string, type: string, example: Readonly<Record<string, unknown>>): string {
  const given = Object.keys(example).length === 0 ? {} : { with: example };
  const entry = what === 'fault' ? { name: `try ${type}`, type, at: '0s', for: '1m', ...given } : { type, ...given };
  return stringify([entry]).trimEnd().replaceAll(/^/gm, '  ');
}

function explainIndicator(indicator: Indicator): string {
  return [
    `indicator ${indicator.name}\n  ${indicator.summary}`,
    `definition\n  ${indicator.definition}`,
    `dimension\n  ${indicator.dimension}, ${indicator.better} is better`,
    `measured over\n  ${indicator.phases.join(', ')} (an objective may say otherwise with during:)`,
  ].join('\n\n');
}

function explainProfile({ name, title, slos }: SloProfile): string {
  return [`SLO profile ${name}\n  ${title}`, `objectives\n${table(slos.map(objectiveRow))}`].join('\n\n');
}

function objectiveRow({ sli, text, during, weight, critical }: Objective): readonly string[] {
  return [`  ${sli}`, text, `during ${during.join(', ')}, weight ${weight}${critical === true ? ', critical' : ''}`];
}

function explainScenario(scenario: Scenario): string {
  const { baselineMs, recoveryMs } = scenario.timeline;
  const faultRows = scenario.faults.map((fault) => [
    `  ${fault.name}`,
    `${fault.type} at ${formatDuration(fault.atMs)} for ${formatDuration(fault.forMs)}`,
    JSON.stringify(fault.with),
  ]);
  const sloRows = scenario.slos.map(objectiveRow);
  return [
    `scenario ${scenario.name}: ${scenario.title}\n  ${scenario.hypothesis}`,
    `needs\n  ${scenario.requires.zones} zones, ${scenario.requires.controlPlanes} control planes, ${scenario.requires.workers} workers; workload ${scenario.workload ?? 'none'}`,
    `timeline\n  baseline ${formatDuration(baselineMs)}, faults, recovery ${formatDuration(recoveryMs)}`,
    `faults\n${faultRows.length === 0 ? '  none: it only observes' : table(faultRows)}`,
    `objectives\n${table(sloRows)}`,
    `file\n  ${scenario.source.file}`,
  ].join('\n\n');
}
