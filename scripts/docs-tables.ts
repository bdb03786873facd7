import { join } from 'node:path';
import { faults } from '../src/faults/index.ts';
import { indicators } from '../src/indicators/index.ts';
import { probes } from '../src/probes/index.ts';
import { formatDuration } from '../src/base/quantity.ts';
import type { Scenario } from '../src/core/scenario.ts';
import { listScenarios, readText } from '../src/scenario/find.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { registries } from '../src/scenario/registries.ts';

const scenarios = join(import.meta.dirname, '../scenarios');

/** The tables that docs pages hold, by page and by the name of their place. */
export async function docsTables(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const listed = await listScenarios(scenarios);
  const loaded = await Promise.all(listed.flatMap(({ kind, file }) => (kind === 'Scenario' ? [loadListed(file)] : [])));
  return {
    'docs/faults.md': {
      faults: table(
        ['fault', 'what it does', 'what proves it', 'what heals it'],
        faults.all.map(({ name, summary, notes }) => [code(name), summary, notes['proof'] ?? '', notes['heal'] ?? '']),
      ),
    },
    'docs/measuring.md': {
      indicators: table(
        ['indicator', 'what it is', 'in', 'definition'],
        indicators.all.map(({ name, summary, dimension, definition }) => [code(name), summary, dimension, definition]),
      ),
      probes: table(
        ['probe', 'what it watches', 'runs'],
        probes.all.map(({ name, summary, alwaysOn }) => [code(name), summary, alwaysOn ? 'always' : 'when named']),
      ),
    },
    'docs/scenarios.md': { scenarios: loaded.map(sectionOf).join('\n\n') },
    'docs/scenario-file.md': {
      scenarios: table(
        ['scenario', 'title', 'labels'],
        listed.map(({ name, title, kind, labels }) => [
          code(name),
          kind === 'Suite' ? `suite: ${title}` : title,
          Object.values(labels).join(', '),
        ]),
      ),
    },
  };
}

async function loadListed(file: string): Promise<Scenario> {
  return loadScenario({ file, text: await readText(file) }, registries);
}

/** A scenario's section: what is believed, what is broken, what it is judged by, how it ends. */
function sectionOf({ name, title, labels, hypothesis, expect, faults: broken, slos }: Scenario): string {
  const what = broken.map(({ type, atMs, forMs, with: given }) => {
    const parameters = JSON.stringify(given) === '{}' ? '' : ` with \`${JSON.stringify(given)}\``;
    const when = atMs === 0 ? '' : ` after ${formatDuration(atMs)}`;
    return `\`${type}\`${parameters}${when} for ${formatDuration(forMs)}`;
  });
  const judged = slos.map(({ sli, text }) => `\`${sli}\` ${text}`);
  return [
    `### ${name}`,
    '',
    `**${title}** (${Object.values(labels).join(', ')}). ${hypothesis}`,
    '',
    `- breaks: ${what.length === 0 ? 'nothing' : what.join('; ')}`,
    `- judged by: ${judged.join('; ')}`,
    `- ends on the simulated cluster: ${expect ?? 'not stated'}`,
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(name: string): string {
  return `\`${name}\``;
}
