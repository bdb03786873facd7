import type { Component } from '../../../core/node-verb.ts';
import type { Call, Heard, Inside } from '../inside.ts';
import { unsteadyPods } from '../steady-state.ts';
import type { NodeContext } from './verb-kind.ts';

/** Where each component says whether it is well, on its own machine (cmd/kubeadm/app/util/staticpod). */
const health: Readonly<Record<Component, string>> = {
  'kube-apiserver': 'https://127.0.0.1:6443/livez',
  etcd: 'http://127.0.0.1:2381/livez',
  'kube-scheduler': 'https://127.0.0.1:10259/livez',
  'kube-controller-manager': 'https://127.0.0.1:10257/healthz',
};

const components = Object.keys(health) as readonly Component[];

/** The request that a component answers as long as it runs. */
function healthCall(node: string, component: Component): Call {
  return { node, url: health[component] };
}

/** How a component answers now. */
export async function hear(inside: Inside, node: string, component: Component, signal: AbortSignal): Promise<Heard> {
  return (await inside.ask([healthCall(node, component)], signal))[0] ?? 'unknown';
}

/** The components for which the question is answered with yes. */
export async function componentsWhere(ask: (component: Component) => Promise<boolean>): Promise<readonly Component[]> {
  const answers = await Promise.all(components.map(ask));
  return components.filter((_, index) => answers[index]);
}

/** A kubelet that is not held up starts a container well within this. */
const startsWithinMs = 8000;

/**
 * Puts a component's manifest back and sees that its container starts. A kubelet that deletes a mirror pod waits for its API (34 s,
 * again and again) and starts nothing meanwhile; on a control plane that API hangs while its etcd is away, so that each waits for
 * the other until a liveness probe has the apiserver killed, minutes later. Killed at once, it refuses, and the kubelet goes on.
 */
export async function bringBack(
  { inside, clock, node }: Pick<NodeContext, 'inside' | 'clock' | 'node'>,
  component: Component,
  signal: AbortSignal,
): Promise<void> {
  await inside.components.relist(node, component, signal);
  if (component !== 'etcd') return;
  const until = clock.now() + startsWithinMs;
  while ((await inside.components.look(node, component, signal)).id === undefined && !signal.aborted) {
    if (clock.now() > until) {
      await inside.components.kill(node, 'kube-apiserver', signal);
      return;
    }
    await clock.sleep(500, signal);
  }
}

/**
 * What keeps the API from telling that a component's pod is Ready with the container that runs now, in a sentence; undefined:
 * nothing. Its kubelet writes that, and may be behind. Rejects while the API does not answer.
 */
export async function unsettled(
  { inside, node, podOf }: Pick<NodeContext, 'inside' | 'node' | 'podOf'>,
  component: Component,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [namespace, name] = ['kube-system', `${component}-${node}`];
  const [pod, { id }] = await Promise.all([
    podOf(namespace, name, signal),
    inside.components.look(node, component, signal),
  ]);
  if (pod === undefined) return `pod ${namespace}/${name} is not there`;
  const [unready] = unsteadyPods([pod]);
  if (unready !== undefined) return unready;
  const told = pod.status?.containerStatuses?.some(({ containerID }) => id !== undefined && containerID?.endsWith(id));
  return told === true ? undefined : `pod ${namespace}/${name} tells of another container than the one that runs`;
}
