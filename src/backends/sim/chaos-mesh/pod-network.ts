import { type ApiClient, CallError } from '../client/api-client.ts';
import type { Pod } from '../objects.ts';
import type { DaemonClient } from './daemon-client.ts';
import type { PodNetworkChaos } from './network-chaos.ts';

const notFound = 404;

/** Carries out what a PodNetworkChaos says, through the daemon of the pod's node, and says so. Rejects to be tried again. */
export async function carryOut(client: ApiClient, daemons: DaemonClient, helper: PodNetworkChaos): Promise<void> {
  const { namespace = '', name, generation = 1 } = helper.metadata;
  if (helper.metadata.deletionTimestamp !== undefined || helper.status?.observedGeneration === generation) return;
  const pod = await client.call<Pod>('GET', `/api/v1/namespaces/${namespace}/pods/${name}`).catch((error: unknown) => {
    if (error instanceof CallError && error.status === notFound) return undefined;
    throw error;
  });
  const say = async (failedMessage: string): Promise<void> => {
    const path = `/apis/chaos-mesh.org/v1alpha1/namespaces/${namespace}/podnetworkchaos/${name}/status`;
    const status = { observedGeneration: generation, failedMessage: failedMessage === '' ? null : failedMessage };
    await client.call('PATCH', path, { body: { status } }).catch((error: unknown) => {
      if (!(error instanceof CallError && error.status === notFound)) throw error;
    });
  };
  if (pod === undefined) return await say('pod not found');
  if (pod.spec.hostNetwork === true) {
    const where = `(${namespace}/${name})`;
    return await say(`It's dangerous to inject network chaos on a pod${where} with \`hostNetwork\``);
  }
  try {
    await daemons.ask(pod.spec.nodeName ?? '', { call: 'set-rules', namespace, pod: name, rules: rulesOf(helper) });
  } catch (error) {
    await say(error instanceof Error ? error.message : String(error));
    throw error;
  }
  await say('');
}

function rulesOf({ spec }: PodNetworkChaos): readonly {
  readonly hook: 'in' | 'out';
  readonly ranges: readonly string[];
  readonly source: string;
}[] {
  const sets = new Map((spec.ipsets ?? []).map((set) => [`${set.source} ${set.name}`, set.cidrs]));
  return (spec.iptables ?? []).map(({ direction, ipsets, source }) => ({
    hook: direction === 'input' ? ('in' as const) : ('out' as const),
    ranges: ipsets.flatMap((name) => sets.get(`${source} ${name}`) ?? []),
    source,
  }));
}
