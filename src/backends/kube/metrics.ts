import { messageOf } from '../../core/errors.ts';
import type { Component, MetricsPage } from '../../core/metrics.ts';
import type { KubeClient } from './kube-client.ts';
import type { ApiServer } from './wire.ts';

/** How an instance of a component is asked for its page; rejects when it cannot be. */
export interface MetricsSource {
  readonly component: Component;
  readonly instance: string;
  readonly page: (signal: AbortSignal) => Promise<string>;
}

const timeoutMs = 4000;

/** Asks all instances of the wanted components at the same time; one that fails says why. */
export async function scrapePages(
  sources: readonly MetricsSource[],
  wanted: readonly Component[],
  signal: AbortSignal,
): Promise<readonly MetricsPage[]> {
  const asked = sources.filter(({ component }) => wanted.includes(component));
  return await Promise.all(
    asked.map(async ({ component, instance, page }): Promise<MetricsPage> => {
      try {
        return { component, instance, text: await page(signal) };
      } catch (error) {
        return { component, instance, error: messageOf(error) };
      }
    }),
  );
}

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

/** Each kubelet's page, through the API. */
export function kubeletSources(client: KubeClient, nodes: readonly string[]): readonly MetricsSource[] {
  return nodes.map((node) => ({
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
