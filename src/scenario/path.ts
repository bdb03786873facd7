/** Where in a document something stands: keys and list indices from the root. */
export type Path = readonly (string | number)[];

/** `spec.faults[0].with.zone`; `document` for the root. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'document';
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `["${step}"]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}

/** A mapping, told from lists and null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list as it is, anything else as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands at `path`, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly unknown[])[Number(step)];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A copy of `data` with `value` at `path`; mappings and lists that are missing on the way are made. Nothing is changed in place: YAML aliases share objects. */
export function withValueAt(data: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data) || (typeof step === 'number' && !isRecord(data))) {
    const items = [...listOf(data)];
    items[Number(step)] = withValueAt(items[Number(step)], rest, value);
    return items;
  }
  const record = isRecord(data) ? data : {};
  const inner = Object.hasOwn(record, step) ? record[step] : undefined;
  return { ...record, [step]: withValueAt(inner, rest, value) };
}

/** Whether `path` begins with `prefix`. */
export function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, i) => path[i] === step);
}

/** A value as error messages show it, shortened. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`;
  return `a ${typeof value}`;
}
