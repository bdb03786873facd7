import { kinds } from '../generated/kinds.ts';
import type { Kind } from '../kinds.ts';
import type { Notes } from '../validate/notes.ts';
import { type Fields, isSet, recordAt, showValue, textAt } from '../validate/values.ts';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Whether a text is a DNS-1123 subdomain, as names of objects and of Workflow templates must be. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** What the API server demands of every object's metadata. */
export function checkMetadata(kind: Kind, object: Fields, notes: Notes): void {
  const metadata = recordAt(object, 'metadata');
  if (metadata === undefined) return;
  const own = notes.at('metadata');
  checkName(metadata, own);
  checkNamespace(kind, metadata, own);
  checkLabels(metadata, own);
}

function checkNamespace(kind: Kind, metadata: Fields, notes: Notes): void {
  const namespace = textAt(metadata, 'namespace') ?? '';
  if (namespace === '') return;
  if (kinds[kind].scope === 'Cluster') {
    notes.warn(['namespace'], `is set, and a ${kind} is in none`, { hint: 'Take it out.' });
  } else if (!label.test(namespace) || namespace.length > 63) {
    notes.error(['namespace'], `is ${showValue(namespace)}`, { hint: 'Use a-z, 0-9 and "-", at most 63 characters.' });
  }
}

function checkLabels(metadata: Fields, notes: Notes): void {
  for (const [key, value] of Object.entries(recordAt(metadata, 'labels') ?? {})) {
    if (!qualified.test(key)) {
      notes.error(['labels', key], 'is no valid key of a label', { at: 'key' });
    } else if (typeof value === 'string' && !labelValue.test(value)) {
      const hint = 'Use letters, digits, "-", "_" and ".", at most 63 characters.';
      notes.error(['labels', key], `is ${showValue(value)}`, { hint });
    }
  }
}

function checkName(metadata: Fields, notes: Notes): void {
  const name = textAt(metadata, 'name');
  if (!isSet(metadata['name']) && !isSet(metadata['generateName'])) {
    notes.error(['name'], 'is missing', { hint: 'Give a name.' });
  } else if (name !== undefined && name !== '' && !isSubdomain(name)) {
    const hint = 'Use a-z, 0-9, "-" and ".", beginning and ending with a letter or a digit.';
    notes.error(['name'], `is ${showValue(name)}`, { hint });
  }
}
