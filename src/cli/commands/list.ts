import { listScenarios } from '../../scenario/find.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import type { Options } from '../options.ts';
import { scenarioDirs } from '../scenario-dirs.ts';
import { listProfiles } from '../slo-files.ts';
import { table } from '../table.ts';

type ListName = Options['lists'][number];

/** Lists scenarios, faults, probes and indicators. */
export const listCommand: Command = async ({ options, output }) => {
  const lists: readonly ListName[] = options.lists.length === 0 ? ['scenarios'] : options.lists;
  for (const name of lists) {
    const entries = await entriesOf(name);
    for (const entry of entries) output.event({ event: 'entry', list: name, ...entry });
    const rows = entries.map((entry) => [`  ${entry.name}`, entry.summary]);
    output.say(`${output.style('bold', headings[name])}\n${table(rows)}`);
  }
  return exitStatus.pass;
};

const headings: Readonly<Record<ListName, string>> = {
  scenarios: 'Scenarios and suites (npm run chaos -- <name> --cluster kind)',
  faults: 'Faults (spec.faults[].type)',
  probes: 'Probes (spec.probes[].type)',
  indicators: 'Indicators (spec.slos[].sli)',
  slos: 'SLO profiles (spec.sloProfiles, --slo)',
};

interface Entry {
  readonly name: string;
  readonly summary: string;
}

async function entriesOf(name: ListName): Promise<readonly Entry[]> {
  switch (name) {
    case 'faults':
      return (await import('../../faults/index.ts')).faults.all.map(({ name: fault, summary }) => ({
        name: fault,
        summary,
      }));
    case 'probes':
      return (await import('../../probes/index.ts')).probes.all.map(({ name: probe, summary, alwaysOn }) => ({
        name: probe,
        summary: alwaysOn ? `${summary} (always on)` : summary,
      }));
    case 'indicators':
      return (await import('../../indicators/index.ts')).indicators.all.map(({ name: sli, summary, dimension }) => ({
        name: sli,
        summary: `${summary} [${dimension}]`,
      }));
    case 'scenarios':
      return scenarioEntries();
    case 'slos':
      return (await listProfiles()).map((profile) => ({ name: profile.name, summary: profile.title }));
  }
}

async function scenarioEntries(): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  for (const dir of scenarioDirs()) {
    for (const { name, title, kind } of await listScenarios(dir)) {
      if (!found.has(name)) found.set(name, { name, summary: kind === 'Suite' ? `suite: ${title}` : title });
    }
  }
  return [...found.values()];
}
