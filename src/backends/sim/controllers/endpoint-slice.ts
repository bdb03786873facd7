import { sameJson } from '../api/merge.ts';
import { type EndpointSlice, type Pod, selects, type Service } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isReady } from './pod-control.ts';

/** Endpoints in one slice (k8s.io/kubernetes, --max-endpoints-per-slice). */
const mostInSlice = 100;

/** Tells kube-proxy that there is nothing to do for these (k8s.io/api, core/v1, IsHeadlessService). */
export const headlessLabel = 'service.kubernetes.io/headless';

/** Lists the pods behind each Service, and which of them are Ready. */
export const endpointSlice: Controller = {
  name: 'endpoint_slice',
  start: (context) => {
    const { informers } = context;
    const queue = context.queue((key) => sync(context, key));
    const keyOfService = ({ metadata }: Service): string => keyOf(metadata.namespace, metadata.name);
    informers.services.onChange((before, after) => {
      const service = after ?? before;
      if (service !== undefined) queue.add(keyOfService(service));
    });
    const touched = (pod: Pod): void => {
      for (const service of informers.services.under('namespace', pod.metadata.namespace ?? '')) {
        if (selects(service.spec.selector, pod.metadata.labels)) queue.add(keyOfService(service));
      }
    };
    informers.pods.onChange((before, after) => {
      if (before !== undefined && after !== undefined && sameJson(endpointOf(before), endpointOf(after))) return;
      if (after !== undefined) touched(after);
      if (before !== undefined && before.metadata.labels !== after?.metadata.labels) touched(before);
    });
    for (const service of informers.services.values()) queue.add(keyOfService(service));
  },
};

async function sync({ informers, client }: ControllerContext, key: string): Promise<void> {
  const service = informers.services.get(key);
  const [namespace = '', name = ''] = key.split('/');
  // A Service without a selector has slices that somebody else writes.
  if (service !== undefined && service.spec.selector === undefined) return;
  const known = [...informers.endpointSlices.under('service', key)];
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const wanted = service === undefined ? [] : slicesOf(service, podsOf(informers, service));
  for (const [index, { endpoints, ports }] of wanted.entries()) {
    const sliceName = nameOf(name, index);
    const slice = known.find(({ metadata }) => metadata.name === sliceName);
    if (slice === undefined) {
      const metadata = { name: sliceName, namespace, labels: labelsFor(name, service) };
      await client.call('POST', path, { body: { metadata, addressType: 'IPv4', endpoints, ports } });
    } else if (!sameJson(slice.endpoints, endpoints) || !sameJson(slice.ports, ports)) {
      await client.call('PATCH', `${path}/${sliceName}`, { body: { endpoints, ports } });
    }
  }
  const kept = new Set(wanted.map((_, index) => nameOf(name, index)));
  for (const { metadata } of known) {
    if (!kept.has(metadata.name)) await client.call('DELETE', `${path}/${metadata.name}`);
  }
}

function labelsFor(name: string, service: Service | undefined): Readonly<Record<string, string>> {
  const headless = service?.spec.clusterIP === 'None' ? { [headlessLabel]: '' } : {};
  return { 'kubernetes.io/service-name': name, ...headless };
}

/** The real names end in five drawn letters. */
function nameOf(service: string, index: number): string {
  return index === 0 ? service : `${service}-${index}`;
}

function podsOf(informers: ControllerContext['informers'], { metadata, spec }: Service): readonly Pod[] {
  const behind: Pod[] = [];
  for (const pod of informers.pods.under('namespace', metadata.namespace ?? '')) {
    const { podIP, phase } = pod.status ?? {};
    if (podIP === undefined || phase === 'Succeeded' || phase === 'Failed') continue;
    if (selects(spec.selector, pod.metadata.labels)) behind.push(pod);
  }
  return behind.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

type Slice = Pick<EndpointSlice, 'endpoints' | 'ports'>;

function slicesOf({ spec }: Service, pods: readonly Pod[]): readonly Slice[] {
  const ports = (spec.ports ?? []).map(({ name = '', port, targetPort }) => ({
    name,
    protocol: 'TCP',
    port: portNumber(targetPort ?? port, pods[0]),
  }));
  const count = Math.max(1, Math.ceil(pods.length / mostInSlice));
  return Array.from({ length: count }, (_, index) => ({
    endpoints: pods.slice(index * mostInSlice, (index + 1) * mostInSlice).map(endpointOf),
    ports,
  }));
}

type Endpoint = Slice['endpoints'][number];

/** The same one for the same pod: thousands are compared whenever one changes. */
const known = new WeakMap<Pod, Endpoint>();

function endpointOf(pod: Pod): Endpoint {
  const found = known.get(pod) ?? madeOf(pod);
  known.set(pod, found);
  return found;
}

function madeOf(pod: Pod): Endpoint {
  const { metadata, spec, status } = pod;
  const terminating = metadata.deletionTimestamp !== undefined;
  const serving = isReady(pod);
  return {
    addresses: [status?.podIP ?? ''],
    conditions: { ready: serving && !terminating, serving, terminating },
    ...(spec.nodeName === undefined ? {} : { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid },
  };
}

function portNumber(port: number | string, pod: Pod | undefined): number {
  if (typeof port === 'number') return port;
  const all = pod?.spec.containers.flatMap(({ ports }) => ports ?? []) ?? [];
  return all.find(({ name }) => name === port)?.containerPort ?? 0;
}
