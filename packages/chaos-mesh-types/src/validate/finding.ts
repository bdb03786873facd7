/** Where in a manifest something stands: keys and list indices from the root. */
export type Path = readonly (string | number)[];

/** Something wrong with a manifest. */
export interface Finding {
  readonly path: Path;
  /** What is wrong, without a full stop: it reads on from the path. */
  readonly message: string;
  /** What to do about it: one sentence or two. */
  readonly hint?: string;
  /** The values that are allowed there, where they can be listed. */
  readonly allowed?: readonly string[];
  /** Where to point: at the value unless said otherwise. */
  readonly at?: 'key';
}

/** `spec.templates[1].name`; `document` for the root. */
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

/** A finding on one line: `spec.mode: is "some". Use one of: one, all, ...` */
export function findingText({ path, message, hint }: Finding): string {
  return `${pathText(path)}: ${message}.${hint === undefined ? '' : ` ${hint}`}`;
}
