import type { StoredObject } from '../store/object.ts';
import { ApiRefusal } from './status.ts';

export type Matches = (object: StoredObject) => boolean;

/** A label selector as a query writes it: `a=b,c!=d,e,!f,g in (h,i),j notin (k)`. Throws 400. */
export function labelSelector(text: string): Matches {
  const terms = text.split(/,(?![^(]*\))/).filter((term) => term.trim() !== '');
  const tests = terms.map(labelTerm);
  return ({ metadata }) => tests.every((test) => test(metadata.labels ?? {}));
}

type Labels = Readonly<Record<string, string>>;

function labelTerm(term: string): (labels: Labels) => boolean {
  const set = /^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(term);
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
  if (exists === null) throw new ApiRefusal(400, 'BadRequest', `unable to parse requirement: ${term}`);
  const [, not, key = ''] = exists;
  return not === '!' ? (labels) => !(key in labels) : (labels) => key in labels;
}

/** A field selector: `metadata.name=a,spec.nodeName!=b`. */
export function fieldSelector(text: string): Matches {
  const tests = text
    .split(',')
    .filter((term) => term.trim() !== '')
    .map((term) => {
      const [, path = '', operator, value = ''] = /^\s*([^=!]+?)(!=|==|=)(.*)$/.exec(term) ?? [];
      const keys = path.split('.');
      return (object: StoredObject): boolean => (fieldAt(object, keys) === value.trim()) === (operator !== '!=');
    });
  return (object) => tests.every((test) => test(object));
}

function fieldAt(object: StoredObject, keys: readonly string[]): string {
  let value: unknown = object;
  for (const key of keys) value = (value as Record<string, unknown> | undefined)?.[key];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
