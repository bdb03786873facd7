import type { StoredObject } from '../../store/object.ts';
import { type Cause, invalid, required, unsupported } from '../status.ts';

type Json = Readonly<Record<string, unknown>>;

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** What is wrong with a service's spec. */
export function serviceCauses(spec: Json): readonly Cause[] {
  const ports = (spec['ports'] ?? []) as readonly Json[];
  const type = spec['type'];
  const needsPorts = ports.length === 0 && spec['clusterIP'] !== 'None' && type !== 'ExternalName';
  return [
    ...(types.includes(type as string) ? [] : [unsupported('spec.type', type, types)]),
    ...(needsPorts ? [required('spec.ports')] : []),
    ...ports.flatMap((port, index) => {
      const path = `spec.ports[${index}]`;
      const number = Number(port['port'] ?? 0);
      const nodePort = Number(port['nodePort'] ?? 30_000);
      return [
        ...(number >= 1 && number <= 65_535
          ? []
          : [invalid(`${path}.port`, number, 'must be between 1 and 65535, inclusive')]),
        ...(nodePort >= 30_000 && nodePort <= 32_767
          ? []
          : [
              invalid(
                `${path}.nodePort`,
                nodePort,
                'provided port is not in the valid range. The range of valid ports is 30000-32767',
              ),
            ]),
        ...(ports.length > 1 && (port['name'] ?? '') === '' ? [required(`${path}.name`)] : []),
      ];
    }),
  ];
}

/** A service keeps the address that it was given. */
export function serviceUpdateCauses(before: StoredObject, after: StoredObject): readonly Cause[] {
  const old = (before['spec'] as Json)['clusterIP'];
  const now = (after['spec'] as Json)['clusterIP'];
  if (old === undefined || old === now || (after['spec'] as Json)['type'] === 'ExternalName') return [];
  return [
    {
      field: 'spec.clusterIPs[0]',
      reason: 'FieldValueInvalid',
      message: `Invalid value: []string{${JSON.stringify(now)}}: may not change once set`,
    },
  ];
}
