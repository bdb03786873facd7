import { isKind } from '../kinds.ts';
import type { Path } from './finding.ts';
import { isRecord, listAt, textAt } from './values.ts';

/** A manifest, and where it stands in what holds it. */
export interface PlacedManifest {
  readonly path: Path;
  readonly value: unknown;
}

/** The manifests in a document: the items of a `List`, or of a `PodChaosList` and its like; else the document itself. */
export function manifestsIn(value: unknown): readonly PlacedManifest[] {
  const kind = isRecord(value) ? textAt(value, 'kind') : undefined;
  const isList = kind === 'List' || (kind?.endsWith('List') === true && isKind(kind.slice(0, -'List'.length)));
  if (!isRecord(value) || !isList || !Array.isArray(value['items'])) return [{ path: [], value }];
  return listAt(value, 'items').flatMap((item, i) =>
    manifestsIn(item).map((inner) => ({ path: ['items', i, ...inner.path], value: inner.value })),
  );
}
