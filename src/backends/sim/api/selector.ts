import type { StoredObject } from '../store/object.ts';
import type { Resource } from './resources.ts';
import { badRequest } from './status.ts';

export type Matches = (object: StoredObject) => boolean;

/** A label selector as a query writes it: `a=b,c!=d,e,!f,g in (h,i),j notin (k)`. Throws 400. */
export function labelSelector(text: string): Matches {
  const terms = text.split(/,(?![^(]*\))/).filter((term) => term.trim() !== '');
  const tests = terms.map(labelTerm);
  return ({ metadata }) => tests.every((test) => test(metadata.labels ?? {}));
}

type Labels = Readonly<Record<string, string>>;

function labelTerm(term: string): (labels: Labels) => boolean {
  const set = /^\s*(\S+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(term);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    const isIn = (labels: Labels): boolean => values.includes(labels[key] ?? '');
    return operator === 'in'
      ? (labels) => key in labels && isIn(labels)
      : (labels) => !(key in labels) || !isIn(labels);
  }
  const equal = /^\s*([^=!\s]+)\s*(==|=|!=)\s*(\S*)\s*$/.exec(term);
  if (equal !== null) {
    const [, key = '', operator, value = ''] = equal;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const exists = /^\s*(!?)\s*([^=!\s]+)\s*$/.exec(term);
  if (exists === null) throw badRequest(`unable to parse requirement: ${term}`);
  const [, not, key = ''] = exists;
  return not === '!' ? (labels) => !(key in labels) : (labels) => key in labels;
}

/** A LabelSelector of an object's own: `matchLabels` and `matchExpressions`. One that asks nothing takes everything. */
export function objectSelector(selector: unknown): (labels: Labels) => boolean {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
  };
  return (labels) =>
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key in labels;
      if (operator === 'DoesNotExist') return !(key in labels);
      const isIn = key in labels && values.includes(labels[key] ?? '');
      return operator === 'In' ? isIn : !isIn;
    });
}

const everywhere = ['metadata.name', 'metadata.namespace'];

/** What each kind can be selected by beside its name (k8s.io/kubernetes, pkg/registry: each kind's SelectableFields). */
const selectable: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Namespace: ['name', 'status.phase'],
  Secret: ['type'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Job: ['status.successful'],
  Event: [
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
      (field) => `involvedObject.${field}`,
    ),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

/** A field selector: `metadata.name=a,spec.nodeName!=b`. Throws 400 for a field that this kind is not found by. */
export function fieldSelector(text: string, { kind, custom }: Pick<Resource, 'kind' | 'custom'>): Matches {
  const known = [...everywhere, ...(custom === undefined ? (selectable[kind] ?? []) : [])];
  const tests = text
    .split(',')
    .filter((term) => term.trim() !== '')
    .map((term) => {
      const parts = /^\s*([^=!]+?)(!=|==|=)(.*)$/.exec(term);
      if (parts === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const [, path = '', operator, value = ''] = parts;
      if (!known.includes(path)) throw badRequest(`field label not supported: ${path}`);
      const keys = path === 'name' ? ['metadata', 'name'] : path.split('.');
      const otherwise = path === 'spec.unschedulable' || path === 'spec.hostNetwork' ? 'false' : '';
      return (object: StoredObject): boolean =>
        ((fieldAt(object, keys) || otherwise) === value.trim()) === (operator !== '!=');
    });
  return (object) => tests.every((test) => test(object));
}

/** The one value that a field selector asks a field to have; undefined where it asks nothing of the kind. */
export function fieldIn(selector: string, field: string): string | undefined {
  const term = selector.split(',').find((one) => one.trim().startsWith(`${field}=`));
  return term?.trim().slice(field.length).replace(/^==?/, '').trim();
}

function fieldAt(object: StoredObject, keys: readonly string[]): string {
  let value: unknown = object;
  for (const key of keys) value = (value as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
