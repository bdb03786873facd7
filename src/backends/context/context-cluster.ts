import type { Action } from '../../core/action.ts';
import type { Cluster, Consent, Injection } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { Inside } from '../kube/inside.ts';
import { liveCluster, type LiveParts } from '../kube/live-cluster.ts';
import { unsteady } from '../kube/steady-state.ts';
import { type BlastRadius, blastRadius, mayTouch } from './blast-radius.ts';

/** What a context's cluster has beside what every live one has. */
export interface ContextParts extends Omit<LiveParts, 'inside' | 'balancer' | 'nodes'> {
  /** Names of the nodes, as far as they may be read. */
  readonly nodeNames: readonly string[];
  readonly madeNamespace: boolean;
  readonly consent: Consent | undefined;
}

const noMachines = 'nobody can act inside the machines of a kubeconfig’s cluster';

const refuse = async (): Promise<never> => {
  throw new HarnessError('unsatisfiable', noMachines);
};

/** Every call of it rejects. */
const closed = new Proxy({}, { get: () => refuse }) as never;

/** Machines that can only be seen through their API. What was never put in is not there to be taken out. */
const outside: Inside = {
  tryPaths: async (paths) => paths.map(() => 'unknown' as const),
  clearPodRules: async () => {
    throw new HarnessError('not-healed', noMachines);
  },
  firewall: { drop: refuse, counts: refuse, undrop: async () => '', rules: async () => [] },
  traces: async () => [],
  lookFor: refuse,
  reboot: refuse,
  bootedAt: refuse,
  ask: async (calls) => calls.map(() => 'unknown' as const),
  services: closed,
  strains: closed,
  components: closed,
  machines: closed,
  balancer: closed,
  jobs: closed,
  etcd: closed,
  certificates: closed,
  delays: closed,
};

/** The contract of core, kept by the cluster of a kubeconfig's context: no machine is acted in, and faults stay within the consent. */
export function contextCluster(parts: ContextParts): Cluster {
  const { client, nodeNames, consent } = parts;
  const nodes = nodeNames.map((name) => ({ name, address: undefined }));
  const live = liveCluster({ ...parts, inside: outside, balancer: undefined, nodes });
  const touched: BlastRadius[] = [];
  return {
    ...live,
    unsupported: (action) => unbounded(action) ?? live.unsupported(action),
    prepare: (action) => guarded(live.prepare(action), (signal) => check(action, signal)),
    steadyState: (signal) => {
      const workload = parts.hasWorkload ? workloadNamespace : undefined;
      const expected = { nodes: nodeNames, systemNamespaces: [], workloadNamespace: workload };
      return unsteady(client, expected, undefined, signal);
    },
    cleanUp: async (signal) => (parts.madeNamespace ? await live.cleanUp(signal) : []),
  };

  async function check(action: Action, signal: AbortSignal): Promise<void> {
    if (consent === undefined) throw new HarnessError('aborted', 'no fault was allowed on this cluster');
    if (action.kind !== 'chaos-mesh' || action.targets === undefined) {
      throw new HarnessError('unsatisfiable', unbounded(action) ?? noMachines);
    }
    const radius = blastRadius(action.targets, await live.state(signal));
    await mayTouch(client, consent, [...touched, radius], signal);
    touched.push(radius);
  }
}

/** Why an action cannot be held to what a person allowed. */
function unbounded(action: Action): string | undefined {
  if (action.kind === 'node') return noMachines;
  if (action.kind === 'api') return 'what a change of the API’s own objects touches cannot be told beforehand';
  return action.targets === undefined ? 'Chaos Mesh itself would choose what it touches' : undefined;
}

/** Looks before it leaps; what was not injected is healed all the same, in case it was. */
function guarded(injection: Injection, check: (signal: AbortSignal) => Promise<void>): Injection {
  return {
    heal: injection.heal,
    inject: async (signal, note) => {
      await check(signal);
      await injection.inject(signal, note);
    },
  };
}
