import type { Component, MetricsSource } from '../../core/metrics.ts';
import type { KubeClient } from './kube-client.ts';
import type { ApiServer } from './wire.ts';

const timeoutMs = 4000;

/** Each apiserver's own page: through a balancer the counters of several would be mixed. */
export function apiserverSources(
  client: KubeClient,
  servers: readonly (ApiServer & { readonly node: string })[],
): readonly MetricsSource[] {
  return servers.map((server) => ({
    component: 'kube-apiserver',
    instance: server.node,
    page: (signal) => textOf(client, '/metrics', { server, signal }),
  }));
}

/** Of thousands of nodes so many tell enough, and asking all would be a load of its own. */
const mostKubelets = 100;

/** Each kubelet's page, through the API; of many nodes that of some, evenly drawn. */
export function kubeletSources(client: KubeClient, nodes: readonly string[]): readonly MetricsSource[] {
  const step = Math.max(1, nodes.length / mostKubelets);
  const asked = nodes.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return asked.map((node) => ({
    component: 'kubelet',
    instance: node,
    page: (signal) => textOf(client, `/api/v1/nodes/${node}/proxy/metrics`, { signal }),
  }));
}

/** A static pod's page, through the API: it answers where the component listens on more than its node's loopback. */
export function podSource(
  client: KubeClient,
  component: Component,
  node: string,
  { scheme, port }: { readonly scheme: 'http' | 'https'; readonly port: number },
): MetricsSource {
  const path = `/api/v1/namespaces/kube-system/pods/${scheme}:${component}-${node}:${port}/proxy/metrics`;
  return { component, instance: node, page: (signal) => textOf(client, path, { signal }) };
}

/** A component that cannot be asked here, with the reason. */
export function unaskable(component: Component, reason: string): MetricsSource {
  return { component, instance: '*', page: () => Promise.reject(new Error(reason)) };
}

/** A page of text at a path of the API. */
async function textOf(
  client: KubeClient,
  path: string,
  call: { readonly server?: ApiServer; readonly signal: AbortSignal },
): Promise<string> {
  const { status, body } = await client.request<unknown>('GET', path, { ...call, timeoutMs });
  if (status !== 200 || typeof body !== 'string') throw new Error(`GET ${path}: ${status}`);
  return body;
}
