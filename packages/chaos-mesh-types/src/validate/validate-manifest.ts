import { allKinds, type ChaosMeshObject, isKind, type Kind } from '../kinds.ts';
import { apiVersion } from '../meta.ts';
import { rulesOf } from '../rules/all.ts';
import { checkMetadata } from '../rules/metadata.ts';
import { checkEmpty } from './empty-texts.ts';
import { type Finding, findingText } from './finding.ts';
import { Notes } from './notes.ts';
import { checkSchema } from './schema-check.ts';
import { suggest } from './suggest.ts';
import { isRecord, recordAt, showValue, textAt, withoutNulls, type Fields } from './values.ts';

/** How a manifest is judged. */
export interface ValidateOptions {
  /** What admission accepts though it never works is an error too. */
  readonly strict?: boolean;
}

/** What is wrong with a manifest, the first things first. */
export interface ManifestReport {
  /** No errors. */
  readonly ok: boolean;
  /** As the manifest has it, known or not. */
  readonly kind: string | undefined;
  /** A cluster refuses it for these, or takes it for something else than it says. */
  readonly errors: readonly Finding[];
  /** A cluster accepts it in spite of these, and it never works. None when strict: they are errors then. */
  readonly warnings: readonly Finding[];
}

/**
 * Judges a manifest, parsed, as the API server with strict field validation and the webhooks of Chaos Mesh would: all mistakes
 * at once. Stricter than they are in one thing: what the schema requires must be there, although the webhooks fill it in.
 */
export function validateManifest(value: unknown, { strict = false }: ValidateOptions = {}): ManifestReport {
  const kind = isRecord(value) ? textAt(value, 'kind') : undefined;
  const { errors, warnings } = judge(value);
  const told = new Set(errors.map(({ path }) => JSON.stringify(path)));
  const left = unique(warnings.filter(({ path }) => !told.has(JSON.stringify(path))));
  const refused = unique(strict ? [...errors, ...left] : errors);
  return { ok: refused.length === 0, kind, errors: refused, warnings: strict ? [] : left };
}

/** The manifest as a typed object. Throws TypeError with every mistake, a line each. */
export function parseManifest(value: unknown, options: ValidateOptions = {}): ChaosMeshObject {
  const { ok, errors } = validateManifest(value, options);
  if (!ok) throw new TypeError(errors.map(findingText).join('\n'));
  return value as ChaosMeshObject;
}

function judge(value: unknown): { readonly errors: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const notes = new Notes();
  if (!isRecord(value)) {
    notes.error([], `is ${showValue(value)}, not an object`);
    return notes;
  }
  const kind = identify(value, notes);
  if (kind === undefined) return notes;
  // The kinds that only controllers write have no webhook that would take null for absent.
  const object = hasWebhook(kind) ? (withoutNulls(value) as Fields) : value;
  const found = checkSchema(kind, object);
  checkMetadata(kind, object, notes);
  checkEmpty(`${kind}Spec`, recordAt(object, 'spec'), notes.at('spec'));
  rulesOf(kind)(object, notes);
  // Of one place the schema's word is enough.
  const told = new Set(found.map(({ path }) => JSON.stringify(path)));
  const errors = [...found, ...notes.errors.filter(({ path }) => !told.has(JSON.stringify(path)))];
  return { errors, warnings: notes.warnings };
}

function hasWebhook(kind: Kind): boolean {
  return !['RemoteCluster', 'WorkflowNode', 'PodHttpChaos', 'PodIOChaos', 'PodNetworkChaos'].includes(kind);
}

function identify(value: Fields, notes: Notes): Kind | undefined {
  const { kind, apiVersion: version } = value;
  if (!isKind(kind)) {
    const message = kind === undefined ? 'is missing' : `is ${showValue(kind)}`;
    notes.error(['kind'], message, {
      hint: suggest(typeof kind === 'string' ? kind : '', allKinds),
      allowed: allKinds,
    });
  }
  if (version !== apiVersion) {
    const message = version === undefined ? 'is missing' : `is ${showValue(version)}`;
    notes.error(['apiVersion'], message, { hint: `Use ${apiVersion}.`, allowed: [apiVersion] });
  }
  return isKind(kind) ? kind : undefined;
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map(findings.map((finding) => [JSON.stringify([finding.path, finding.message]), finding]));
  return [...seen.values()];
}
