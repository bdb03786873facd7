import { without } from '../../../../base/without.ts';
import { sameJson } from '../merge.ts';
import type { StoredObject } from '../../store/object.ts';
import { ApiRefusal, badRequest } from '../status.ts';
import {
  changedFields,
  difference,
  type FieldSet,
  fieldsOf,
  intersection,
  isLeaf,
  pathsOf,
  union,
} from './field-set.ts';
import { mergeFields, removeFields } from './merge-fields.ts';

/** Who owns which fields of an object: an entry of `metadata.managedFields`. */
interface ManagedEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: FieldSet;
  readonly subresource?: string;
}

/** Who writes, and how. */
export interface Writer {
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: string | undefined;
  /** RFC 3339. */
  readonly time: string;
  /** The type of the object's fields; undefined for a custom resource. */
  readonly model: string | undefined;
}

/** The owners of an object's fields; nobody where nobody ever applied it. */
function managersOf({ metadata }: StoredObject): readonly ManagedEntry[] {
  return (metadata.managedFields ?? []) as readonly ManagedEntry[];
}

/** What nobody owns: what the server sets, and what tells objects apart. */
const unowned: FieldSet = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': Object.fromEntries(
    [
      'name',
      'namespace',
      'uid',
      'creationTimestamp',
      'resourceVersion',
      'generation',
      'generateName',
      'managedFields',
      'selfLink',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
    ].map((name) => [`f:${name}`, {}]),
  ),
};

function ownable(set: FieldSet): FieldSet {
  return difference(set, unowned);
}

/**
 * Server-side apply: the configuration's fields over the live object's, without those that this manager applied before and no
 * longer does. Throws 409 where others own what would change, unless forced.
 */
export function applied(live: StoredObject | undefined, config: StoredObject, writer: Writer): StoredObject {
  if ('managedFields' in config.metadata) throw badRequest('metadata.managedFields must be nil');
  const { model, manager, subresource, force } = writer;
  const wanted = ownable(fieldsOf(config, model));
  const entries = live === undefined ? [] : knownOwners(live, writer);
  const isMine = (one: ManagedEntry): boolean =>
    one.operation === 'Apply' && one.manager === manager && one.subresource === subresource;
  const mine = entries.find(isMine);
  const others = entries.filter((one) => !isMine(one));
  const over = (live === undefined ? config : mergeFields(live, config, model)) as StoredObject;
  const isAlone = others.length === 0;
  const left = isAlone ? [] : leftTo(others, intersection(changedFields(live, over, model), wanted), force);
  const { apiVersion } = config;
  if (mine !== undefined && sameJson(mine.fieldsV1, wanted)) {
    // Mostly the only owner applies the same fields again: whose they are stays as it is.
    if (isAlone && mine.apiVersion === apiVersion) return over;
    return withManagers(over, [...left, { ...mine, apiVersion }]);
  }
  const held = left.reduce<FieldSet>((all, { fieldsV1 }) => union(all, fieldsV1), wanted);
  const gone = mine === undefined ? {} : difference(mine.fieldsV1, held);
  const result = removeFields(over, gone, model) as StoredObject;
  return withManagers(result, [...left, entryOf('Apply', apiVersion, wanted, writer)]);
}

/** What others keep when these fields are taken. Throws 409 where they own some, unless forced. */
function leftTo(others: readonly ManagedEntry[], taken: FieldSet, force: boolean): readonly ManagedEntry[] {
  const conflicts = others.flatMap((one) => {
    const paths = pathsOf(intersection(one.fieldsV1, taken));
    return paths.length === 0 ? [] : [{ one, paths }];
  });
  if (conflicts.length > 0 && !force) throw conflictOf(conflicts);
  return others.flatMap((one) => lessened(one, taken));
}

/** The owners after a write that is no apply: what changed belongs to the writer, and to nobody else. */
export function tracked(live: StoredObject, next: StoredObject, writer: Writer): StoredObject {
  const entries = managersOf(live);
  if (entries.length === 0) return next;
  const { model, manager, subresource } = writer;
  const changed = ownable(changedFields(live, next, model));
  const gone = ownable(difference(fieldsOf(live, model), fieldsOf(next, model)));
  if (isLeaf(changed) && isLeaf(gone)) return withManagers(next, entries);
  const isMine = (one: ManagedEntry): boolean =>
    one.operation === 'Update' && one.manager === manager && one.subresource === subresource;
  const mine = entries.find(isMine);
  const others = entries.filter((one) => !isMine(one)).flatMap((one) => lessened(one, union(changed, gone)));
  const fieldsV1 = union(difference(mine?.fieldsV1 ?? {}, gone), changed);
  if (isLeaf(fieldsV1)) return withManagers(next, others);
  return withManagers(next, [...others, entryOf('Update', live.apiVersion, fieldsV1, writer)]);
}

function entryOf(
  operation: ManagedEntry['operation'],
  apiVersion: string,
  fieldsV1: FieldSet,
  { manager, time, subresource }: Pick<Writer, 'manager' | 'time' | 'subresource'>,
): ManagedEntry {
  const part = subresource === undefined ? {} : { subresource };
  return { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', fieldsV1, ...part };
}

/** An object that nobody applied yet belongs to `before-first-apply`, as one does that is older than server-side apply. */
function knownOwners(live: StoredObject, { model, time }: Writer): readonly ManagedEntry[] {
  const entries = managersOf(live);
  if (entries.length > 0) return entries;
  const fieldsV1 = ownable(fieldsOf(without(live, 'status'), model));
  const before = { manager: 'before-first-apply', time, subresource: undefined };
  return [entryOf('Update', live.apiVersion, fieldsV1, before)];
}

function lessened(entry: ManagedEntry, by: FieldSet): readonly ManagedEntry[] {
  const fieldsV1 = difference(entry.fieldsV1, by);
  return isLeaf(fieldsV1) ? [] : [{ ...entry, fieldsV1 }];
}

function withManagers(object: StoredObject, managedFields: readonly ManagedEntry[]): StoredObject {
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

interface Conflict {
  readonly one: ManagedEntry;
  readonly paths: readonly string[];
}

function conflictOf(conflicts: readonly Conflict[]): ApiRefusal {
  const count = conflicts.reduce((sum, { paths }) => sum + paths.length, 0);
  const texts = conflicts.map(({ one, paths }) => {
    const [only] = paths;
    const who = nameOf(one);
    return paths.length === 1
      ? `conflict with ${who}: ${only ?? ''}`
      : `conflicts with ${who}:\n${paths.map((path) => `- ${path}`).join('\n')}`;
  });
  const causes = conflicts.flatMap(({ one, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${nameOf(one)}`, field })),
  );
  const title = `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: `;
  return new ApiRefusal(409, 'Conflict', title + texts.join('\n'), { causes });
}

function nameOf({ manager, operation, apiVersion, subresource }: ManagedEntry): string {
  const part = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  return `"${manager}"${part}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
