import type { StoredObject } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import { groupVersionOf, type Resource } from '../resources.ts';
import { columnsOf, rowOf } from './columns.ts';

type Headers = Readonly<Record<string, string>>;

const metaVersion = 'meta.k8s.io/v1';

/** `Table`, `PartialObjectMetadata`, … as the first type that an Accept header names asks for; undefined: the object itself. */
function formOf(headers: Headers): string | undefined {
  const accept = headers['accept'] ?? '';
  if (!accept.includes('as=')) return undefined;
  const first = accept.split(',').find((type) => !type.includes('protobuf') && !type.includes('cbor')) ?? '';
  return first.includes('g=meta.k8s.io') && first.includes('v=v1') ? /as=(\w+)/.exec(first)?.[1] : undefined;
}

/** An answer in the form that the client asks for: a table, metadata alone, or as it is. */
export function asWanted(body: unknown, resource: Resource, headers: Headers, context: ApiContext): unknown {
  const form = formOf(headers);
  if (form === undefined) return versioned(body, resource);
  const { metadata, items } = body as { readonly metadata: object; readonly items?: readonly StoredObject[] };
  if (form === 'Table') {
    return table(items ?? [body as StoredObject], items === undefined ? {} : metadata, { resource, context });
  }
  if (form.startsWith('PartialObjectMetadata')) {
    if (items === undefined) return partial(body as StoredObject);
    return { kind: 'PartialObjectMetadataList', apiVersion: metaVersion, metadata, items: items.map(partial) };
  }
  return versioned(body, resource);
}

/** What a watch sends in an object's place; undefined: the object itself. */
export function eventsAsWanted(
  resource: Resource,
  headers: Headers,
  context: ApiContext,
): ((object: StoredObject) => unknown) | undefined {
  const form = formOf(headers);
  if (form === 'Table')
    return (object) => table([object], { resourceVersion: object.metadata.resourceVersion }, { resource, context });
  if (form === 'PartialObjectMetadata') return partial;
  return resource.storedAs === undefined ? undefined : (object) => versioned(object, resource);
}

/** Objects that two groups serve say of which they are. */
function versioned(body: unknown, resource: Resource): unknown {
  if (resource.storedAs === undefined) return body;
  const apiVersion = groupVersionOf(resource);
  const { items } = body as { readonly items?: readonly object[] };
  return {
    ...(body as object),
    apiVersion,
    ...(items === undefined ? {} : { items: items.map((item) => ({ ...item, apiVersion })) }),
  };
}

function partial({ metadata }: StoredObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: metaVersion, metadata };
}

function table(
  objects: readonly StoredObject[],
  metadata: object,
  { resource, context }: { readonly resource: Resource; readonly context: ApiContext },
): object {
  const nowMs = context.unixMs();
  return {
    kind: 'Table',
    apiVersion: metaVersion,
    metadata,
    columnDefinitions: columnsOf(resource).map(({ name, type, priority = 0 }) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority,
    })),
    rows: objects.map((object) => ({ cells: rowOf(object, resource, nowMs), object: partial(object) })),
  };
}
