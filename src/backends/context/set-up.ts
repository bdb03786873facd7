import { createConnection } from 'node:net';
import type { ClusterFacts, RunRequest } from '../../core/cluster.ts';
import { messageOf } from '../../core/errors.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { Settings } from '../../core/settings.ts';
import type { ProbeTarget } from '../../core/stream.ts';
import type { Clock } from '../../base/clock.ts';
import type { Node } from '../kube/api-types.ts';
import { provenBy } from '../kube/api-endpoint.ts';
import type { HttpsKubeClient } from '../kube/https-client.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { type WatchedCollection, watchedPaths } from '../kube/observe-cluster.ts';
import { readApiVersions, readTopology } from '../kube/topology.ts';
import { type DeployedWorkload, deployWorkload } from '../kube/workload.ts';
import type { ApiServer } from '../kube/wire.ts';
import type { Endpoint } from '../prober/endpoint.ts';
import { nullTarget } from '../prober/null-target.ts';
import { readWorkloadFile } from '../workload-file.ts';
import { addressed, type DirectServer } from './apiservers.ts';
import type { OwnNamespace } from './own-namespace.ts';

/** Where probes go. */
export type Probed = readonly { readonly target: ProbeTarget; readonly endpoint: Endpoint }[];

const answerWithinMs = 1000;

/** What can be read of versions and topology; what may not be read is left out. */
export async function factsOf(client: KubeClient, probePath: string, signal: AbortSignal): Promise<ClusterFacts> {
  const nothing: ClusterFacts['topology'] = { nodes: [], zones: [], flags: {} };
  const [topology, versions] = await Promise.all([
    readTopology(client, signal).catch(() => nothing),
    readApiVersions(client, signal),
  ]);
  return { topology, versions, probePath };
}

/** Collections that cannot be listed, with the reason. Lists that no API would give count as well. */
export async function unlistable(
  client: KubeClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<WatchedCollection, string>> {
  const paths = Object.entries(watchedPaths(workloadNamespace)) as [WatchedCollection, string][];
  const found = await Promise.all(
    paths.map(async ([resource, path]) => {
      try {
        const list = await client.list<unknown>(`${path}?limit=1`, { signal });
        return Array.isArray(list.items) ? [] : [[resource, 'the answer is no list'] as const];
      } catch (error) {
        return [[resource, messageOf(error)] as const];
      }
    }),
  );
  return new Map(found.flat());
}

/** What the targets follow from. */
interface TargetParts {
  readonly client: HttpsKubeClient;
  readonly server: ApiServer;
  readonly direct: readonly DirectServer[];
  readonly namespace: string;
  readonly own: OwnNamespace;
  readonly workload: DeployedWorkload | undefined;
  readonly nullEndpoint: Endpoint;
}

/** The kubeconfig's server, each apiserver that answers at its own address, the workload's ways in, and the control target. */
export async function probedTargets(parts: TargetParts, signal: AbortSignal): Promise<Probed> {
  const { client, direct, namespace, own } = parts;
  const proof = provenBy(await client.credentials());
  const access = own.made ? {} : { readOnly: true as const };
  const { url, servername, host } = await addressed(parts.server);
  const endpoint = (target: string, at: string, name: string | undefined): Endpoint => ({
    target,
    url: at,
    namespace,
    ...proof,
    tls: { ...proof.tls, ...(name === undefined ? {} : { servername: name }) },
  });
  return [
    {
      target: { name: 'lb', role: 'load-balancer', node: undefined, ...access },
      endpoint: { ...endpoint('lb', url, servername), ...(host === undefined ? {} : { host }) },
    },
    ...direct.map((one) => ({
      target: { name: one.name, role: 'apiserver' as const, node: one.name, ...access },
      endpoint: endpoint(one.name, one.url, one.servername),
    })),
    ...(await entries(parts, signal)),
    { target: nullTarget, endpoint: parts.nullEndpoint },
  ];
}

/** Puts the scenario's workload in place. */
export async function deploy(
  settings: Settings,
  { workload, note }: Pick<RunRequest, 'workload' | 'note'>,
  access: { readonly client: KubeClient; readonly clock: Clock },
  signal: AbortSignal,
): Promise<DeployedWorkload | undefined> {
  if (workload === undefined) return undefined;
  const manifests = await readWorkloadFile(workload);
  note(`waiting until the workload ${workload} is complete`);
  const { image } = settings.workload;
  return await deployWorkload(access, { ...manifests, image, namespace: workloadNamespace }, signal);
}

/** The workload's node port at each node whose own address answers from here. */
async function entries({ client, workload, namespace }: TargetParts, signal: AbortSignal): Promise<Probed> {
  const port = workload?.nodePort;
  if (workload === undefined || port === undefined) return [];
  const { items } = await client.list<Node>('/api/v1/nodes', { signal });
  const found = await Promise.all(
    workload.nodes.map(async (node): Promise<Probed> => {
      const { status } = items.find(({ metadata }) => metadata.name === node) ?? {};
      const host = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
      if (host === undefined || !(await answers(host, port))) return [];
      const target = { name: `app@${node}`, role: 'app' as const, node };
      const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
      return [{ target, endpoint: { target: target.name, url, namespace } }];
    }),
  );
  return found.flat();
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: answerWithinMs });
    const done = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.on('connect', () => done(true));
    socket.on('timeout', () => done(false));
    socket.on('error', () => done(false));
  });
}
