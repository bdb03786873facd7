import { join } from 'node:path';
import { faults } from '../src/faults/index.ts';
import { indicators } from '../src/indicators/index.ts';
import { probes } from '../src/probes/index.ts';
import { listScenarios } from '../src/scenario/find.ts';

const scenarios = join(import.meta.dirname, '../scenarios');

/** The tables that docs pages hold, by page and by the name of their place. */
export async function docsTables(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const listed = await listScenarios(scenarios);
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(name: string): string {
  return `\`${name}\``;
}
