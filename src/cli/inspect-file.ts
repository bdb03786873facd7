import { HarnessError } from '../core/errors.ts';
import { type Complaint, complaintText, type DocumentInput } from '../scenario/document.ts';
import { findScenario, kindOf, readText } from '../scenario/find.ts';
import { inspectScenario } from '../scenario/load.ts';
import { inspectManifests, type InspectedManifest } from '../scenario/manifest-file.ts';
import { isRecord, valueAt } from '../scenario/path.ts';
import { isOpenSlo, readOpenSlo } from '../scenario/openslo.ts';
import { registries } from '../scenario/registries.ts';
import { inspectSettings, isSettings } from '../scenario/settings.ts';
import { inspectSloProfile } from '../scenario/slo-profile.ts';
import { inspectSuite, loadSuite, resolveTargets } from '../scenario/suite.ts';
import { parseKubernetesYaml, parseYaml } from '../scenario/yaml-source.ts';
import { scenarioDirs } from './scenario-dirs.ts';
import { profilesOf } from './slo-files.ts';

/** What is wrong with one document of a file, or with one object of a List. */
export interface InspectedDocument extends InspectedManifest {
  readonly file: string;
}

/** How files are judged. */
export interface InspectOptions {
  /** `path=value`, laid over scenarios. */
  readonly overrides: readonly string[];
  /** What a cluster accepts though it never works is an error too. */
  readonly strict: boolean;
}

/** Judges a file of scenarios, suites, settings or Chaos Mesh objects. A file that cannot be read is one with a mistake. */
export async function inspectFile(name: string, options: InspectOptions): Promise<readonly InspectedDocument[]> {
  try {
    const file = /\.json$|[/\\]/.test(name) ? name : await findScenario(name, scenarioDirs());
    return await inspectText({ file, text: await readText(file), overrides: options.overrides }, options);
  } catch (thrown) {
    if (!(thrown instanceof HarnessError)) throw thrown;
    return [{ ...nothing(name), errors: [complaintOf(thrown)] }];
  }
}

async function inspectText(input: DocumentInput, { strict }: InspectOptions): Promise<readonly InspectedDocument[]> {
  const { file, text } = input;
  const data = parseKubernetesYaml(text)[0]?.data;
  const document = { ...nothing(file), kind: textOf(data, ['kind']), name: textOf(data, ['metadata', 'name']) };
  if (isOpenSlo(text)) return [{ ...document, errors: openSloComplaints(file, text) }];
  if (document.kind === 'SloProfile') {
    return [{ ...document, errors: inspectSloProfile({ file, text }, registries.indicators) }];
  }
  if (kindOf(data) === 'Suite') return [{ ...document, errors: await suiteComplaints(input) }];
  if (kindOf(data) === 'Scenario' || textOf(data, ['apiVersion'])?.startsWith('aftershock') === true) {
    return [{ ...document, errors: await scenarioComplaints(input) }];
  }
  if (isSettings(file, data)) return [{ ...nothing(file), kind: 'Settings', errors: inspectSettings(input) }];
  const manifests = inspectManifests(text, strict).map((manifest) => ({ file, ...manifest }));
  if (manifests.length > 0) return manifests;
  return [{ ...nothing(file), errors: [{ line: 1, column: 1, path: 'document', message: 'the file holds nothing.' }] }];
}

async function scenarioComplaints(input: DocumentInput): Promise<readonly Complaint[]> {
  return inspectScenario(input, registries, await profilesOf(input.text, input.overrides ?? []));
}

function openSloComplaints(file: string, text: string): readonly Complaint[] {
  try {
    readOpenSlo(file, text, registries.indicators);
    return [];
  } catch (thrown) {
    if (thrown instanceof HarnessError) return [complaintOf(thrown)];
    throw thrown;
  }
}

/** A suite's own mistakes, and those of its scenarios with the overrides that it lays over them. */
async function suiteComplaints(input: DocumentInput): Promise<readonly Complaint[]> {
  const own = inspectSuite(input);
  if (own.length > 0) return own;
  const source = parseYaml(input.text);
  const complaints: Complaint[] = [];
  for (const [i, { name }] of loadSuite(input).scenarios.entries()) {
    const path = ['spec', 'scenarios', i];
    const place = source.find(path, 'value') ?? { line: 1, column: 1 };
    const messages = await entryMistakes(input, i);
    complaints.push(...messages.map((message) => ({ ...place, path: `spec.scenarios[${i}] ${name}`, message })));
  }
  return complaints;
}

async function entryMistakes(input: DocumentInput, index: number): Promise<readonly string[]> {
  try {
    const target = (await resolveTargets([input.file], scenarioDirs()))[index];
    if (target === undefined) return [];
    const overrides = [...target.overrides, ...(input.overrides ?? [])];
    const text = await readText(target.file);
    const found = await scenarioComplaints({ file: target.file, text, overrides });
    return found.map((complaint) => complaintText(target.file, complaint));
  } catch (thrown) {
    if (thrown instanceof HarnessError) return [complaintOf(thrown).message];
    throw thrown;
  }
}

function nothing(file: string): InspectedDocument {
  return { file, document: 1, kind: undefined, name: undefined, checked: true, errors: [], warnings: [] };
}

function complaintOf(thrown: HarnessError): Complaint {
  const message = `${thrown.message}.${thrown.hint === undefined ? '' : ` ${thrown.hint}`}`;
  return { line: 1, column: 1, path: 'document', message };
}

function textOf(data: unknown, path: readonly string[]): string | undefined {
  const value = isRecord(data) ? valueAt(data, path) : undefined;
  return typeof value === 'string' ? value : undefined;
}
