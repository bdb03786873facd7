import type { StoredObject } from '../../store/object.ts';
import type { Column, Resource } from '../resources.ts';
import { ageOf } from './age.ts';
import { nodeCells, nodeColumns } from './node.ts';
import { podCells, podColumns } from './pod.ts';
import { serviceCells, serviceColumns } from './service.ts';
import { between, name, type TableOf } from './table.ts';
import { workloads } from './workload.ts';

const text = (title: string, priority = 0): Column => ({ name: title, type: 'string', priority });
const spec = (object: StoredObject): Readonly<Record<string, unknown>> => (object['spec'] ?? {}) as never;
const status = (object: StoredObject): Readonly<Record<string, unknown>> => (object['status'] ?? {}) as never;
const size = (value: unknown): number => Object.keys((value as object | undefined) ?? {}).length;

/** A number or a share of the pods, in words. */
const bound = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : 'N/A';

/** The first of some fields that an object has: the two kinds of events call them otherwise. */
const first = (object: StoredObject, ...fields: readonly string[]): unknown =>
  fields.map((field) => object[field]).find((value) => value !== undefined && value !== null);

const events: TableOf = {
  columns: [
    text('Last Seen'),
    text('Type'),
    text('Reason'),
    text('Object'),
    text('Source', 1),
    text('Message'),
    text('Name', 1),
  ],
  cells: (event, nowMs) => {
    const { kind = '', name: of = '' } = (first(event, 'involvedObject', 'regarding') ??
      {}) as Partial<StoredObject> & {
      readonly name?: string;
    };
    const { component } = (event['source'] ?? {}) as { readonly component?: string };
    const seen = (first(event, 'lastTimestamp', 'eventTime') ?? event.metadata.creationTimestamp) as string | undefined;
    return [
      ageOf(seen, nowMs),
      first(event, 'type'),
      first(event, 'reason'),
      `${kind.toLowerCase()}/${of}`,
      component ?? first(event, 'reportingComponent'),
      first(event, 'message', 'note'),
      event.metadata.name,
    ];
  },
};

const tables: Readonly<Record<string, TableOf | undefined>> = {
  ...workloads,
  Pod: { columns: podColumns, cells: podCells },
  Node: { columns: nodeColumns, cells: nodeCells },
  Service: { columns: serviceColumns, cells: serviceCells },
  Event: events,
  Namespace: between([text('Status')], (one) => [status(one)['phase'] ?? '']),
  ConfigMap: between([{ name: 'Data', type: 'string' }], (one) => [size(one['data']) + size(one['binaryData'])]),
  Secret: between([text('Type'), text('Data')], (one) => [one['type'] ?? '', size(one['data'])]),
  ServiceAccount: between([text('Secrets')], (one) => [
    (one['secrets'] as readonly unknown[] | undefined)?.length ?? 0,
  ]),
  Lease: between([text('Holder')], (one) => [spec(one)['holderIdentity'] ?? '']),
  EndpointSlice: between([text('AddressType'), text('Ports'), text('Endpoints')], (one) => {
    const ports = ((one['ports'] ?? []) as readonly { port: number }[]).map(({ port }) => port).join(',');
    const addresses = ((one['endpoints'] ?? []) as readonly { addresses: readonly string[] }[]).flatMap(
      (end) => end.addresses,
    );
    const shown =
      addresses.length > 3
        ? `${addresses.slice(0, 3).join(',')} + ${addresses.length - 3} more...`
        : addresses.join(',');
    return [one['addressType'] ?? '', ports || '<unset>', shown || '<unset>'];
  }),
  PodDisruptionBudget: between(
    [text('Min Available'), text('Max Unavailable'), { name: 'Allowed Disruptions', type: 'integer' }],
    (one) => [
      bound(spec(one)['minAvailable']),
      bound(spec(one)['maxUnavailable']),
      status(one)['disruptionsAllowed'] ?? 0,
    ],
  ),
  CustomResourceDefinition: {
    columns: [name, { name: 'Created At', type: 'date' }],
    cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
  },
};

const plain = between([], () => []);

/** The columns that a table of a resource has. */
export function columnsOf({ kind, custom }: Resource): readonly Column[] {
  if (custom === undefined) return (tables[kind] ?? plain).columns;
  return custom.columns.length === 0 ? plain.columns : [name, ...custom.columns];
}

/** What an object has in each column. */
export function rowOf(object: StoredObject, { kind, custom }: Resource, nowMs: number): readonly unknown[] {
  if (custom === undefined) return (tables[kind] ?? plain).cells(object, nowMs);
  if (custom.columns.length === 0) return plain.cells(object, nowMs);
  return [
    object.metadata.name,
    ...custom.columns.map(({ path = '', type }) => {
      const found = valueAt(object, path);
      if (type === 'date' && typeof found === 'string') return ageOf(found, nowMs);
      return typeof found === 'object' ? JSON.stringify(found) : (found ?? null);
    }),
  ];
}

/** `.spec.action`, `.status.conditions[?(@.type=="Ready")].status`: what printer columns use of JSONPath. */
function valueAt(object: unknown, path: string): unknown {
  const steps = path.match(/\[\?\(@\.(\w+)==["'](.*?)["']\)\]|\[\d+\]|[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    const choice = /^\[\?\(@\.(\w+)==["'](.*?)["']\)\]$/.exec(step);
    if (choice !== null) {
      const [, key = '', wanted] = choice;
      return Array.isArray(value)
        ? (value as readonly Record<string, unknown>[]).find((one) => one[key] === wanted)
        : undefined;
    }
    return (value as Readonly<Record<string, unknown>> | undefined)?.[step.replace(/^\[|\]$/g, '')];
  }, object);
}
