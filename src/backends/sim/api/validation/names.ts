import { type Cause, invalid } from '../status.ts';
import type { Resource } from '../resources.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly text: string;
}

const subdomain: Rule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  text: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
};
const label: Rule = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  text: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
};
const oldLabel: Rule = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  text: "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
};

/** What is wrong with a container's name, or another DNS label. */
export function labelCauses(field: string, name: string): readonly Cause[] {
  return broken(field, name, label);
}

/** What is wrong with an object's name. */
export function nameCauses({ kind, group }: Resource, name: string): readonly Cause[] {
  const field = 'metadata.name';
  if (group === 'rbac.authorization.k8s.io') {
    return /[/%]|^\.\.?$/.test(name) ? [invalid(field, name, "may not contain '/'")] : [];
  }
  return broken(field, name, kind === 'Namespace' ? label : kind === 'Service' ? oldLabel : subdomain);
}

function broken(field: string, name: string, { pattern, longest, text }: Rule): readonly Cause[] {
  const causes: Cause[] = [];
  if (name.length > longest) causes.push(invalid(field, name, `must be no more than ${longest} bytes`));
  if (!pattern.test(name)) causes.push(invalid(field, name, text));
  return causes;
}

const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const namePart =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** What is wrong with labels. */
export function labelsCauses(
  field: string,
  labels: Readonly<Record<string, string>> | undefined = {},
): readonly Cause[] {
  const causes: Cause[] = [];
  for (const key of Object.keys(labels)) {
    const value = labels[key] ?? '';
    const part = key.slice(key.lastIndexOf('/') + 1);
    if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(part)) causes.push(invalid(field, key, namePart));
    if (!/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) causes.push(invalid(field, value, labelValue));
    if (value.length > 63) causes.push(invalid(field, value, 'must be no more than 63 bytes'));
  }
  return causes;
}
