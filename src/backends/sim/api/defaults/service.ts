import type { StoredObject } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import { each, type Json, over } from './over.ts';
import { textOf } from '../types/tree.ts';

interface Port {
  readonly port: number;
  readonly nodePort?: number;
}

/** A service's spec with its defaults. */
export function serviceDefaults(spec: Json): Json {
  const made = over({ sessionAffinity: 'None', type: 'ClusterIP' }, spec);
  const ports = each(made['ports'], (port) => over({ protocol: 'TCP', targetPort: port['port'] }, port));
  const open = made['type'] === 'NodePort' || made['type'] === 'LoadBalancer';
  const inside = made['type'] !== 'ExternalName';
  return {
    ...over(
      {
        ...(inside ? { internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' } : {}),
        ...(open ? { externalTrafficPolicy: 'Cluster' } : {}),
      },
      made,
    ),
    ...(ports === undefined ? {} : { ports }),
  };
}

/** A new service: its address and node ports are drawn, as the API's allocators do. */
export function newService(object: StoredObject, context: ApiContext): StoredObject {
  const spec = object['spec'] as Json;
  if (spec['type'] === 'ExternalName') return { ...object, status: { loadBalancer: {} } };
  const draw = Number.parseInt(context.newUid().slice(0, 8), 16);
  const open = spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer';
  // Of 10.96.0.0/16, beyond what the cluster's own services have.
  const address = textOf(spec['clusterIP']) || `10.96.${1 + ((draw >>> 8) % 254)}.${1 + (draw % 254)}`;
  const ports = ((spec['ports'] ?? []) as readonly Port[]).map((port, index) =>
    open ? over({ nodePort: 30_000 + ((draw + index) % 2768) }, { ...port }) : port,
  );
  return {
    ...object,
    spec: { ...spec, clusterIP: address, clusterIPs: [address], ports },
    status: { loadBalancer: {} },
  };
}

/** An update that leaves out what was drawn keeps it. */
export function keptService(current: StoredObject, next: StoredObject): StoredObject {
  const before = current['spec'] as Json;
  const after = next['spec'] as Json;
  const known = new Map(((before['ports'] ?? []) as readonly Port[]).map(({ port, nodePort }) => [port, nodePort]));
  const ports = each(after['ports'], (port) => {
    const nodePort = known.get(Number(port['port']));
    return nodePort === undefined || after['type'] === 'ClusterIP' ? port : over({ nodePort }, port);
  });
  const drawn = { clusterIP: before['clusterIP'], clusterIPs: before['clusterIPs'] };
  return { ...next, spec: { ...over(drawn, after), ...(ports === undefined ? {} : { ports }) } };
}
