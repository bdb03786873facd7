import type { Informer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import { kubeletPort, type PodMetrics } from '../kubelet/pod-metrics.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Node } from '../objects.ts';
import { keyOf } from '../store/object.ts';

/** What a pod uses: cores over the last interval, and bytes. */
export interface PodUse {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** The metrics pipeline: it asks the kubelets of nodes, and remembers. */
export interface PodMetricsSource {
  /** Asks these nodes, if the last time is long enough ago; resolves when all have answered or have not. */
  readonly scrape: (nodes: ReadonlySet<string>) => Promise<void>;
  /** Undefined until a pod was seen twice, and once its kubelet has not answered for a while. */
  readonly of: (namespace: string, pod: string) => PodUse | undefined;
}

/** metrics-server, --metric-resolution and --kubelet-request-timeout. */
const everyMs = 15_000;
const withinMs = 10_000;
/** What is older than this is not told any more (assumed: three intervals). */
const staleMs = 45_000;

interface Sample {
  readonly at: number;
  readonly cpuMs: number;
  readonly use: PodUse | undefined;
}

/** A pipeline from where its process runs. */
export function podMetrics({
  network,
  process,
  from,
  nodes,
}: {
  readonly network: Network;
  readonly process: Process;
  readonly from: Interface;
  readonly nodes: Pick<Informer<Node>, 'get'>;
}): PodMetricsSource {
  const http = httpClient(network, process, from);
  const samples = new Map<string, Sample>();
  const askedAt = new Map<string, number>();
  const take = ({ namespace, name, cpuMs, memoryBytes }: PodMetrics): void => {
    const key = keyOf(namespace, name);
    const before = samples.get(key);
    const at = process.now();
    // A container that was started anew begins to count anew.
    const known = before !== undefined && cpuMs >= before.cpuMs && at > before.at;
    const use = known ? { cores: (cpuMs - before.cpuMs) / (at - before.at), memoryBytes } : undefined;
    samples.set(key, { at, cpuMs, use });
  };
  const ask = (address: string): Promise<void> =>
    new Promise((done) => {
      http.call(
        { method: 'GET', path: '/metrics/resource', headers: { authorization: 'Bearer' }, body: undefined },
        { to: { address, port: kubeletPort }, use: 'pooled', tls: true, timeoutMs: withinMs },
        {
          done: ({ answer }) => {
            if (answer?.status === 200) for (const one of answer.body as readonly PodMetrics[]) take(one);
            done();
          },
        },
      );
    });
  return {
    scrape: async (wanted) => {
      const due = [...wanted].filter((name) => process.now() - (askedAt.get(name) ?? -Infinity) >= everyMs - 1);
      const addresses = due.flatMap((name) => {
        askedAt.set(name, process.now());
        const all = nodes.get(name)?.status?.addresses ?? [];
        return all.filter(({ type }) => type === 'InternalIP').map(({ address }) => address);
      });
      await Promise.all(addresses.map(ask));
    },
    of: (namespace, pod) => {
      const sample = samples.get(keyOf(namespace, pod));
      return sample === undefined || process.now() - sample.at > staleMs ? undefined : sample.use;
    },
  };
}
