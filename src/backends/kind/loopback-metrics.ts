import type { Component, MetricsSource } from '../../core/metrics.ts';
import { execInNode } from './runtime.ts';

/** Where kubeadm has them listen: on their node's loopback, for whoever proves to be an administrator. */
const ports = { 'kube-scheduler': 10_259, 'kube-controller-manager': 10_257 } as const satisfies Partial<
  Record<Component, number>
>;
const timeoutMs = 5000;

/** The pages of schedulers and controller-managers, asked from inside their nodes with the nodes' own credentials. */
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

// curl with the administrator's certificate: a kubectl for each page would take the node's processor for a third of a second.
const script = `pem() { sed -n "s/^ *client-$1-data: //p" /etc/kubernetes/admin.conf | base64 -d; }
curl -sSkf -m 4 --cert <(pem certificate) --key <(pem key) "https://127.0.0.1:$0/metrics"`;

function argvOf(port: number): readonly string[] {
  // Their certificates are their own, of no authority: -k.
  return ['bash', '-c', script, String(port)];
}
