import { manifestsIn, pathText, validateManifest, type Finding, type PlacedManifest } from 'chaos-mesh-types';
import { type Complaint, nearest, sentences } from './document.ts';
import { isRecord, valueAt } from './path.ts';
import { parseKubernetesYaml, type YamlSource } from './yaml-source.ts';

/** What is wrong with one object of a file. */
export interface InspectedManifest {
  /** Which document of the file, counted from 1; the items of a List share one. */
  readonly document: number;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** False for an object of another API, of which nothing is known here. */
  readonly checked: boolean;
  readonly errors: readonly Complaint[];
  readonly warnings: readonly Complaint[];
}

/** Judges every Chaos Mesh object in a text of YAML or JSON documents. Documents that hold nothing are passed over. */
export function inspectManifests(text: string, strict: boolean): readonly InspectedManifest[] {
  return parseKubernetesYaml(text).flatMap((source, i) =>
    source.data === null && source.problems.length === 0 ? [] : inspectDocument(source, i + 1, strict),
  );
}

function inspectDocument(source: YamlSource, document: number, strict: boolean): readonly InspectedManifest[] {
  const problems = source.problems.map(({ line, column, message }) => ({
    line,
    column,
    path: 'YAML',
    message: sentences(message, undefined),
  }));
  if (!source.usable)
    return [{ document, kind: undefined, name: undefined, checked: true, errors: problems, warnings: [] }];
  return manifestsIn(source.data).map((manifest, i) => {
    const { errors, warnings, checked } = judge(manifest, source, strict);
    const name = valueAt(manifest.value, ['metadata', 'name']);
    return {
      document,
      kind: kindOf(manifest.value),
      name: typeof name === 'string' ? name : undefined,
      checked,
      errors: [...(i === 0 ? problems : []), ...errors],
      warnings,
    };
  });
}

function judge(
  { path, value }: PlacedManifest,
  source: YamlSource,
  strict: boolean,
): Pick<InspectedManifest, 'errors' | 'warnings' | 'checked'> {
  const locate = (finding: Finding): Complaint =>
    locateFinding({ ...finding, path: [...path, ...finding.path] }, source);
  const foreign = foreignKind(value);
  if (foreign !== undefined) {
    const hint = 'Take it out of the list of files, or validate it with `kubectl apply --dry-run=server`.';
    const finding = locate({ path: ['kind'], message: `is ${foreign}, which is not checked here`, hint });
    return { checked: false, errors: strict ? [finding] : [], warnings: strict ? [] : [finding] };
  }
  const { errors, warnings } = validateManifest(value, { strict });
  return { checked: true, errors: errors.map(locate).sort(inOrder), warnings: warnings.map(locate).sort(inOrder) };
}

/** The kind of an object of another API group; undefined for what is, or ought to be, one of Chaos Mesh. */
function foreignKind(value: unknown): string | undefined {
  const version = valueAt(value, ['apiVersion']);
  const kind = kindOf(value);
  if (typeof version !== 'string' || kind === undefined) return undefined;
  // A misspelt group is a mistake, not another API: Chaos Mesh's kinds are its own.
  return /chaos/i.test(version) || /chaos/i.test(kind) || version === '' ? undefined : kind;
}

function locateFinding({ path, message, hint, at }: Finding, source: YamlSource): Complaint {
  const position = source.find(path, at ?? 'value') ?? nearest(source, path);
  return { ...position, path: pathText(path), message: sentences(message, hint) };
}

function kindOf(value: unknown): string | undefined {
  const kind = isRecord(value) ? value['kind'] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

function inOrder(a: Complaint, b: Complaint): number {
  return a.line - b.line || a.column - b.column;
}
