import type { ApiClient } from '../client/api-client.ts';
import type { DropRule } from '../network/rules.ts';
import type { Shape } from '../network/shaper.ts';
import type { DaemonClient } from './daemon-client.ts';
import { carryOut, type HelperObject, Refusal } from './helper-object.ts';
import type { PodNetworkSpec } from './network-chaos.ts';
import { shapeOf } from './traffic-control.ts';

/** Carries out what a PodNetworkChaos says, through the daemon of the pod's node. Never in a node's own network. */
export async function carryOutNetwork(client: ApiClient, daemons: DaemonClient, helper: HelperObject): Promise<void> {
  const { namespace = '', name } = helper.metadata;
  const spec = helper.spec as PodNetworkSpec;
  await carryOut(client, helper, {
    plural: 'podnetworkchaos',
    podName: name,
    act: async (pod) => {
      if (pod.spec.hostNetwork === true) {
        const where = `(${namespace}/${name})`;
        throw new Refusal(`It's dangerous to inject network chaos on a pod${where} with \`hostNetwork\``);
      }
      try {
        const shapes = shapesOf(spec);
        const rules = rulesOf(spec);
        await daemons.ask(pod.spec.nodeName ?? '', { call: 'set-rules', namespace, pod: name, rules, shapes });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`failed to apply for pod ${namespace}/${name}: ${why}`, { cause: error });
      }
    },
  });
}

type SetsOf = (source: string, names: readonly string[]) => readonly string[];

function setsOf({ ipsets = [] }: PodNetworkSpec): SetsOf {
  const sets = new Map(ipsets.map((set) => [`${set.source} ${set.name}`, set.cidrs]));
  return (source, names) => names.flatMap((name) => sets.get(`${source} ${name}`) ?? []);
}

function rulesOf(spec: PodNetworkSpec): readonly (DropRule & { readonly source: string })[] {
  const ranges = setsOf(spec);
  return (spec.iptables ?? []).map(({ direction, ipsets, source }) => ({
    hook: direction === 'input' ? ('in' as const) : ('out' as const),
    ranges: ranges(source, ipsets),
    source,
  }));
}

function shapesOf(spec: PodNetworkSpec): readonly Shape[] {
  const ranges = setsOf(spec);
  return (spec.tcs ?? []).map((tc) => shapeOf(tc, tc.ipset === undefined ? undefined : ranges(tc.source, [tc.ipset])));
}
