import { seededRandom } from '../../../src/base/random.ts';
import { type VirtualClock, virtualClock } from '../../../src/base/virtual-clock.ts';
import { type ClusterOverrides, clusterParams } from '../../../src/core/cluster-params/index.ts';
import { buildWorld } from '../../../src/backends/sim/bootstrap/build-world.ts';
import type { Lease, Pod } from '../../../src/backends/sim/objects.ts';
import { httpClient, type Outcome } from '../../../src/backends/sim/http/client.ts';
import type { RunningContainer } from '../../../src/backends/sim/kubelet/runtime.ts';
import { type Harness, harnessAt } from '../../../src/backends/sim/sim-cluster.ts';
import { simInside } from '../../../src/backends/sim/sim-inside.ts';
import type { Change } from '../../../src/backends/sim/store/changes.ts';
import { apiPort, type World } from '../../../src/backends/sim/world.ts';

/** A simulated cluster under test, with everything that was stored in it and when. */
export interface Lab {
  readonly clock: VirtualClock;
  readonly world: World;
  readonly harness: Harness;
  readonly inside: ReturnType<typeof simInside>;
  readonly signal: AbortSignal;
  /** Changes since the beginning, each with the instant at which it was seen, to a tenth of a second. */
  readonly history: readonly (Change & { readonly at: number })[];
  readonly run: (seconds: number) => Promise<void>;
}

const lookEveryMs = 100;

/** Builds a cluster and lets `body` work with it on virtual time. */
export async function inLab<T>(
  { overrides = {}, seed = 1 }: { readonly overrides?: ClusterOverrides; readonly seed?: number },
  body: (lab: Lab) => Promise<T>,
): Promise<T> {
  const clock = virtualClock(1_767_225_600_000);
  return await clock.run(async () => {
    const world = buildWorld(clock, clusterParams(overrides), seededRandom(seed));
    const harness = harnessAt(world, clock);
    const history: (Change & { at: number })[] = [];
    let seen = world.store.revision();
    const look = (): void => {
      for (const change of world.store.allChanges(seen, world.store.revision())) {
        history.push({ ...change, at: clock.now() });
      }
      seen = world.store.revision();
    };
    const run = async (seconds: number): Promise<void> => {
      for (let left = seconds * 1000; left > 0; left -= lookEveryMs) {
        await clock.sleep(Math.min(left, lookEveryMs));
        look();
      }
    };
    const { signal } = new AbortController();
    return await body({ clock, world, harness, inside: simInside(world, harness.operator), signal, history, run });
  });
}

/** Stores an object through the API. */
export async function create(lab: Lab, path: string, object: object): Promise<void> {
  await lab.harness.client.create(path, object, { signal: lab.signal });
}

/** Six replicas, two in each zone, which leave a lost node after 10 s, as the shipped workload does. */
export const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 6,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        topologySpreadConstraints: [
          {
            topologyKey: 'topology.kubernetes.io/zone',
            maxSkew: 1,
            whenUnsatisfiable: 'DoNotSchedule',
            nodeTaintsPolicy: 'Honor',
            matchLabelKeys: ['pod-template-hash'],
            labelSelector: { matchLabels: { app: 'web' } },
          },
        ],
        tolerations: ['not-ready', 'unreachable'].map((key) => ({
          key: `node.kubernetes.io/${key}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 10,
        })),
        terminationGracePeriodSeconds: 10,
        containers: [
          {
            name: 'web',
            image: 'web:1',
            ports: [{ name: 'http', containerPort: 8080 }],
            readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1, failureThreshold: 2 },
          },
        ],
      },
    },
  },
};

/** Deploys it and waits until it runs. */
export async function deployWeb(lab: Lab): Promise<readonly Pod[]> {
  await create(lab, '/apis/apps/v1/namespaces/default/deployments', web);
  await lab.run(10);
  return webPods(lab);
}

export function webPods({ world }: Lab): readonly Pod[] {
  return (world.store.list('pods', 'default') as readonly Pod[]).filter(
    ({ metadata }) => metadata.labels?.['app'] === 'web',
  );
}

/** Cuts a zone off from every other and from the balancer, in its nodes; returns how to heal it. */
export async function cutZone({ world, inside, signal }: Lab, zone: string): Promise<() => Promise<void>> {
  const nodes = [...world.nodes.values()];
  const outside = nodes.filter((node) => node.zone !== zone);
  const drop = {
    ranges: outside.flatMap(({ on, podCidr }) => [on.address, podCidr]),
    names: [world.balancer.name],
  };
  const cut = nodes.filter((node) => node.zone === zone);
  for (const { name } of cut) await inside.firewall.drop(name, 'test', drop, signal);
  return async () => {
    for (const { name } of cut) await inside.firewall.undrop(name, undefined, signal);
  };
}

/** The node whose process holds a lease of kube-system. */
export function leaderNode({ world }: Lab, name: string): string {
  const lease = world.store.get('leases.coordination.k8s.io', `kube-system/${name}`) as Lease | undefined;
  return lease?.spec.holderIdentity?.split('_')[0] ?? '';
}

export function zoneOf({ world }: Lab, node: string): string {
  return world.nodes.get(node)?.zone ?? '';
}

/** The container of a static pod that runs now; undefined while there is none. */
export function componentOn({ world }: Lab, node: string, component: string): RunningContainer | undefined {
  return world.nodes
    .get(node)
    ?.runtime.containers()
    .find(({ name }) => name === component);
}

/** How a request from outside went. */
export interface Went {
  /** Since it was sent. */
  readonly tookMs: number;
  /** 0: no answer. */
  readonly status: number;
  /** The Status's message, the text, or what became of the connection. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks for a path at an address, over a connection of its own. */
export type Asking = (address: string, method: string, path: string, body?: unknown) => Promise<Went>;

/** Asks from where the probes are sent; given up after `timeoutMs`. */
export function outsider({ world, clock }: Lab, timeoutMs?: number): Asking {
  const http = httpClient(world.network, world.outside.machine.run('outsider'), world.outside.on);
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  return (address, method, path, body) =>
    new Promise((resolve) => {
      const sentAt = clock.now();
      const done = (outcome: Outcome): void => {
        const { answer } = outcome;
        const said = answer?.body as { readonly message?: string } | string | undefined;
        resolve({
          tookMs: clock.now() - sentAt,
          status: answer?.status ?? 0,
          text: answer === undefined ? outcome.error : typeof said === 'string' ? said : (said?.message ?? ''),
          headers: answer?.headers ?? {},
        });
      };
      const to = { address, port: apiPort };
      http.call({ method, path, headers: {}, body }, { to, use: 'new', tls: true, ...limit }, { done });
    });
}
