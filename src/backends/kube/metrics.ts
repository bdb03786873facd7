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

/** The nodes whose kubelets are asked: of many some, evenly drawn. */
export function someOf<T>(nodes: readonly T[]): readonly T[] {
  const step = Math.max(1, nodes.length / mostKubelets);
  return nodes.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Each kubelet's page, through the API; of many nodes that of some. */
export function kubeletSources(client: KubeClient, nodes: readonly string[]): readonly MetricsSource[] {
  return someOf(nodes).map((node) => ({
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
