import { dirname } from 'node:path';
import { parse } from 'yaml';
import { HarnessError } from '../core/errors.ts';
import { type Complaint, complaintsOf, type DocumentInput, readDocument } from './document.ts';
import { findScenario, kindOf, readText } from './find.ts';
import { suiteSchema } from './schema.ts';
import { parseYaml } from './yaml-source.ts';

/** A suite file, read. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly scenarios: readonly SuiteEntry[];
}

/** A scenario of a suite: its name or path, and its overrides as `--set` takes them. */
interface SuiteEntry {
  readonly name: string;
  readonly overrides: readonly string[];
}

/** A scenario file that is to be run, with the overrides of the suite that named it. */
export interface Target {
  readonly file: string;
  readonly overrides: readonly string[];
}

/** Reads a suite file. Throws HarnessError('scenario-invalid') with a line per mistake. */
export function loadSuite(input: DocumentInput): Suite {
  const { metadata, spec } = readDocument(input, suiteSchema).value;
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    labels: metadata.labels,
    scenarios: spec.scenarios.map(({ name, set }) => ({
      name,
      overrides: Object.entries(set).map(([path, value]) => `${path}=${valueText(value)}`),
    })),
  };
}

/**
 * The scenario files that the words of a command line stand for, suites taken apart, in order.
 * Throws HarnessError('usage') for what is not there, 'scenario-invalid' for a suite that is wrong.
 */
export async function resolveTargets(names: readonly string[], dirs: readonly string[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const name of names) {
    const file = await findScenario(name, dirs);
    const text = await readText(file);
    if (kindOf(parseYaml(text).data) === 'Suite') targets.push(...(await targetsOf({ file, text }, dirs)));
    else targets.push({ file, overrides: [] });
  }
  return targets;
}

/** Every mistake of a suite file itself, its scenarios left aside. */
export function inspectSuite(input: DocumentInput): readonly Complaint[] {
  return complaintsOf(input, suiteSchema);
}

async function targetsOf(input: DocumentInput, dirs: readonly string[]): Promise<readonly Target[]> {
  const suite = loadSuite(input);
  return Promise.all(
    suite.scenarios.map(async ({ name, overrides }) => {
      const file = await findScenario(name, [...dirs, dirname(input.file)]);
      if (kindOf(parseYaml(await readText(file)).data) === 'Suite') {
        throw new HarnessError('scenario-invalid', `${input.file}: "${name}" is a suite`, {
          hint: 'A suite lists scenarios, not suites.',
        });
      }
      return { file, overrides };
    }),
  );
}

/** YAML on one line that reads back as the same value. */
function valueText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  try {
    return parse(value) === value ? value : JSON.stringify(value);
  } catch {
    return JSON.stringify(value);
  }
}
