import type { Component } from '../../core/metrics.ts';
import type { MetricsSource } from '../kube/metrics.ts';
import { execInNode } from './runtime.ts';

/** Where kubeadm has them listen: on their node's loopback, for whoever proves to be an administrator. */
const ports = { 'kube-scheduler': 10_259, 'kube-controller-manager': 10_257 } as const satisfies Partial<
  Record<Component, number>
>;
const timeoutMs = 5000;

/** The pages of schedulers and controller-managers, asked from inside their nodes with the nodes' own kubectl and credentials. */
export function loopbackSources(nodes: readonly string[]): readonly MetricsSource[] {
  return nodes.flatMap((node) =>
    (Object.entries(ports) as [keyof typeof ports, number][]).map(
      ([component, port]): MetricsSource => ({
        component,
        instance: node,
        page: async (signal) => (await execInNode(node, argvOf(port), { signal, timeoutMs })).stdout,
      }),
    ),
  );
}

function argvOf(port: number): readonly string[] {
  const who = ['--kubeconfig', '/etc/kubernetes/admin.conf', '--request-timeout', '4s'];
  // Their certificates are their own, of no authority.
  const whom = ['--server', `https://127.0.0.1:${port}`, '--insecure-skip-tls-verify'];
  return ['kubectl', ...who, ...whom, 'get', '--raw', '/metrics'];
}
