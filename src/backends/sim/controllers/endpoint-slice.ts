import { keyQueue } from '../client/work-queue.ts';
import { conditionOf, type Pod, selects, type Service } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';

/** Lists the pods behind each Service, and which of them are Ready. */
export const endpointSlice: Controller = {
  name: 'endpointslice',
  start: (context) => {
    const { informers, process } = context;
    const queue = keyQueue(process, (key) => sync(context, key));
    const keyOfService = ({ metadata }: Service): string => keyOf(metadata.namespace, metadata.name);
    informers.services.onChange((before, after) => {
      const service = after ?? before;
      if (service !== undefined) queue.add(keyOfService(service));
    });
    const touched = (pod: Pod | undefined): void => {
      for (const service of informers.services.under('namespace', pod?.metadata.namespace ?? '')) {
        if (selects(service.spec.selector, pod?.metadata.labels)) queue.add(keyOfService(service));
      }
    };
    informers.pods.onChange((_, after) => touched(after));
    informers.pods.onChange((before) => touched(before));
    for (const service of informers.services.values()) queue.add(keyOfService(service));
  },
};

async function sync({ informers, client }: ControllerContext, key: string): Promise<void> {
  const service = informers.services.get(key);
  const known = informers.endpointSlices.get(key);
  const [namespace = '', name = ''] = key.split('/');
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  if (service?.spec.selector === undefined) {
    if (service === undefined && known !== undefined) await client.call('DELETE', `${path}/${name}`);
    return;
  }
  const { selector, ports = [] } = service.spec;
  const pods = [...informers.pods.under('namespace', namespace)]
    .filter(({ metadata, status }) => selects(selector, metadata.labels) && status?.podIP !== undefined)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const body = {
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: pods.map(endpointOf),
    ports: ports.map(({ name: portName = '', port, targetPort }) => ({
      name: portName,
      protocol: 'TCP',
      port: portNumber(targetPort ?? port, pods[0]),
    })),
  };
  if (known === undefined) await client.call('POST', path, { body });
  else if (
    JSON.stringify(known.endpoints) !== JSON.stringify(body.endpoints) ||
    JSON.stringify(known.ports) !== JSON.stringify(body.ports)
  ) {
    await client.call('PATCH', `${path}/${name}`, { body: { endpoints: body.endpoints, ports: body.ports } });
  }
}

function endpointOf({ metadata, spec, status }: Pod): object {
  const terminating = metadata.deletionTimestamp !== undefined;
  const serving = conditionOf(status, 'Ready') === 'True';
  return {
    addresses: [status?.podIP ?? ''],
    conditions: { ready: serving && !terminating, serving, terminating },
    nodeName: spec.nodeName,
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
  };
}

function portNumber(port: number | string, pod: Pod | undefined): number {
  if (typeof port === 'number') return port;
  const all = pod?.spec.containers.flatMap(({ ports }) => ports ?? []) ?? [];
  return all.find((one) => (one as { readonly name?: string }).name === port)?.containerPort ?? 0;
}
