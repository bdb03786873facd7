import type { StoredObject } from '../../store/object.ts';
import type { Column } from '../resources.ts';
import { ageOf } from './age.ts';

/** As `kubectl get services` shows them. */
export const serviceColumns: readonly Column[] = [
  { name: 'Name', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: 'Cluster-IP', type: 'string' },
  { name: 'External-IP', type: 'string' },
  { name: 'Port(s)', type: 'string' },
  { name: 'Age', type: 'string' },
  { name: 'Selector', type: 'string', priority: 1 },
];

interface Spec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly externalName?: string;
  readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[];
  readonly selector?: Readonly<Record<string, string>>;
}

/** A service's row. */
export function serviceCells({ metadata, ...object }: StoredObject, nowMs: number): readonly unknown[] {
  const { type = 'ClusterIP', clusterIP, externalName, ports = [], selector = {} } = (object['spec'] ?? {}) as Spec;
  const outside = externalName ?? (type === 'LoadBalancer' ? '<pending>' : '<none>');
  const shown = ports.map(
    ({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`,
  );
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return [
    metadata.name,
    type,
    clusterIP ?? '<none>',
    outside,
    shown.join(',') || '<none>',
    ageOf(metadata.creationTimestamp, nowMs),
    labels.join(',') || '<none>',
  ];
}
