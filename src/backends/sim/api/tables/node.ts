import type { Node } from '../../objects.ts';
import { conditionOf } from '../../objects.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Column } from '../resources.ts';
import { ageOf } from './age.ts';

const wide = (name: string): Column => ({ name, type: 'string', priority: 1 });

/** As `kubectl get nodes` shows them. */
export const nodeColumns: readonly Column[] = [
  { name: 'Name', type: 'string' },
  { name: 'Status', type: 'string' },
  { name: 'Roles', type: 'string' },
  { name: 'Age', type: 'string' },
  { name: 'Version', type: 'string' },
  wide('Internal-IP'),
  wide('External-IP'),
  wide('OS-Image'),
  wide('Kernel-Version'),
  wide('Container-Runtime'),
];

const roleLabel = 'node-role.kubernetes.io/';

/** A node's row. */
export function nodeCells(object: StoredObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as Node;
  const ready = conditionOf(status, 'Ready') === 'True' ? 'Ready' : 'NotReady';
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(roleLabel));
  const info = ((status ?? {}) as { readonly nodeInfo?: Readonly<Record<string, string>> }).nodeInfo ?? {};
  const inside = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  return [
    metadata.name,
    spec.unschedulable === true ? `${ready},SchedulingDisabled` : ready,
    roles
      .map((key) => key.slice(roleLabel.length))
      .sort()
      .join(',') || '<none>',
    ageOf(metadata.creationTimestamp, nowMs),
    info['kubeletVersion'] ?? '',
    inside ?? '<none>',
    '<none>',
    ...['osImage', 'kernelVersion', 'containerRuntimeVersion'].map((key) => info[key] ?? '<unknown>'),
  ];
}
