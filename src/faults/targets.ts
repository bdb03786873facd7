import { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import { formatRatio } from '../base/quantity.ts';
import type { Random } from '../base/random.ts';
import type { SignedPod } from '../core/action.ts';
import type { PodIdentity } from '../core/pod-identity.ts';
import type { NodeState, PodState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { PlanContext } from '../core/fault.ts';
import { ratio } from '../core/params.ts';

/** How many of the candidates: a word, a number of them, or a share of them. */
export type Amount = 'one' | 'half' | 'all' | number | { readonly share: number };

/** The parameter that says how many of the candidates are struck. */
export const amount = z
  .union([z.enum(['one', 'half', 'all']), z.int().min(1), ratio().transform((share): Amount => ({ share }))], {
    error: ({ input }) => `${JSON.stringify(input)} is no amount: write one, half, all, a number, or a percentage`,
  })
  .describe('How many of them, drawn by seed: one, half, all, a number, or a percentage (rounded up).');
const labels = z.record(z.string(), z.string());
const name = z.string().min(1);

/** The parameters by which a fault chooses pods. */
export const podParams = {
  namespace: name
    .default('workload')
    .describe('Where the pods are; "workload": the namespace of the scenario’s workload.'),
  labels: labels.default({}).describe('Labels that they have.'),
  owner: name
    .optional()
    .describe('What they belong to: the name of a Deployment, StatefulSet or DaemonSet, or "any": one drawn by seed.'),
  node: name.optional().describe('The node that they run on: its name, "any", or "leader": where etcd’s leader is.'),
  zone: name.optional().describe('The zone that they run in: its name, or "any".'),
  take: amount.prefault('one'),
};

/** The parameters by which a fault chooses nodes. */
export const nodeParams = {
  node: name.default('any').describe('Its name, "any", or "leader": where etcd’s leader is.'),
  role: z.enum(['worker', 'control-plane', 'all']).default('worker').describe('Among which nodes "any" is drawn.'),
  zone: name.optional().describe('The zone that it is in: its name, or "any".'),
  labels: labels.default({}).describe('Labels that it has.'),
  take: amount.prefault('one'),
};

/** Pods as parameters ask for them. */
export interface PodWish {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner?: string | undefined;
  readonly node?: string | undefined;
  readonly zone?: string | undefined;
  readonly take: Amount;
}

/** Nodes as parameters ask for them. */
export interface NodeWish {
  readonly node: string;
  readonly role: 'worker' | 'control-plane' | 'all';
  readonly zone?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly take: Amount;
}

/** A pod that runs somewhere. */
export type PlacedPod = PodState & { readonly node: string };

/** What was drawn, and how that reads in the report. */
export interface Draw<T> {
  readonly chosen: readonly T[];
  readonly text: string;
}

/** What a fault cannot be done to, beside pods that leave or run nowhere. */
export interface PodLimits {
  /** It needs the pods' own networks. */
  readonly ownNetwork?: boolean;
  /** It acts on the pod object, of which a static pod has only a mirror. */
  readonly ownObject?: boolean;
}

/**
 * Draws pods by seed. Throws HarnessError('unsatisfiable') when there are none, fewer than asked for, or some of them are
 * such as the fault cannot be done to: Chaos Mesh would accept the object and hang, or say what is not so.
 */
export function drawPods(context: PlanContext, wish: PodWish, limits: PodLimits = {}): Draw<PlacedPod> {
  const { state, random } = context;
  const namespace = wish.namespace === 'workload' ? state.workloadNamespace : wish.namespace;
  const here = state.pods.flatMap((pod) =>
    pod.namespace === namespace && pod.node !== undefined && !pod.terminating && hasAll(pod.labels, wish.labels)
      ? [{ ...pod, node: pod.node }]
      : [],
  );
  const of = narrowed(here, 'owner', wish.owner, { valueOf: ownerName, random });
  const inZone = narrowed(of.left, 'zone', wish.zone, { valueOf: (pod) => zoneOf(context, pod.node), random });
  const node = wish.node === 'leader' ? leader(context) : wish.node;
  const on = narrowed(inZone.left, 'node', node, { valueOf: (pod) => pod.node, random });
  const what = [
    `pods in ${namespace}`,
    ...Object.entries(wish.labels).map(([key, value]) => `${key}=${value}`),
    ...of.words,
    ...inZone.words,
    ...on.words,
  ].join(', ');
  const drawn = take(what, on.left, wish.take, { random, nameOf: (pod: PlacedPod) => pod.name });
  refuse(drawn.chosen, limits);
  return drawn;
}

/** Draws nodes by seed. Throws HarnessError('unsatisfiable') when there are none, or fewer than asked for. */
export function drawNodes(context: PlanContext, wish: NodeWish): Draw<NodeState> {
  const { state, random } = context;
  const wanted = wish.node === 'leader' ? leader(context) : wish.node;
  const named = wanted !== 'any';
  const candidates = state.nodes.filter(
    ({ controlPlane, labels: own }) =>
      hasAll(own, wish.labels) && (named || wish.role === 'all' || controlPlane === (wish.role === 'control-plane')),
  );
  const inZone = narrowed(candidates, 'zone', wish.zone, { valueOf: ({ zone }) => zone, random });
  const role = wish.role === 'all' ? 'nodes' : wish.role === 'worker' ? 'workers' : 'control-plane nodes';
  if (named) {
    const chosen = inZone.left.find(({ name: own }) => own === wanted);
    if (chosen === undefined) {
      throw new HarnessError('unsatisfiable', `the cluster has no node "${wanted}" there`, {
        hint: suggest(
          wanted,
          inZone.left.map(({ name: own }) => own),
        ),
      });
    }
    return { chosen: [chosen], text: `node ${wanted}${wish.node === 'leader' ? ', where etcd’s leader is' : ''}` };
  }
  const what = [role, ...inZone.words].join(', ');
  return take(what, inZone.left, wish.take, { random, nameOf: ({ name: own }) => own });
}

/** Pods by what tells them from others of their name. */
export function identities(pods: readonly PodState[]): readonly PodIdentity[] {
  return pods.map(({ namespace, name: pod, uid }) => ({ namespace, pod, uid }));
}

/** The pods' names by namespace, as a selector of Chaos Mesh takes them. */
export function byName(pods: readonly PodState[]): { readonly pods: Readonly<Record<string, readonly string[]>> } {
  const names: Record<string, string[]> = {};
  for (const { namespace, name: pod } of pods) (names[namespace] ??= []).push(pod);
  return { pods: names };
}

/** The container that a fault is to act in: the one of that name, or the first. Throws HarnessError('unsatisfiable'). */
export function containerOf(pod: PodState, wanted: string | undefined): PodState['containers'][number] {
  const found = wanted === undefined ? pod.containers[0] : pod.containers.find(({ name: own }) => own === wanted);
  if (found !== undefined) return found;
  throw new HarnessError('unsatisfiable', `pod ${pod.namespace}/${pod.name} has no container "${wanted ?? ''}"`, {
    hint: suggest(
      wanted ?? '',
      pod.containers.map(({ name: own }) => own),
    ),
  });
}

/** Where a sign is looked for. */
export function signed(pods: readonly PlacedPod[], container: string | undefined): readonly SignedPod[] {
  return pods.map((pod) => ({
    namespace: pod.namespace,
    pod: pod.name,
    container: containerOf(pod, container).name,
    node: pod.node,
    ip: pod.ip ?? '',
  }));
}

/** The name of what a pod belongs to in the end: of a ReplicaSet's pods, their Deployment. */
export function ownerName({ owner, labels: own }: PodState): string | undefined {
  const hash = own['pod-template-hash'];
  const suffix = hash === undefined ? '' : `-${hash}`;
  return owner?.kind === 'ReplicaSet' && suffix !== '' && owner.name.endsWith(suffix)
    ? owner.name.slice(0, -suffix.length)
    : owner?.name;
}

/** How many of so many an amount is: shares are rounded up. */
export function countOf(wanted: Amount, all: number): number {
  if (wanted === 'one') return 1;
  if (wanted === 'all') return all;
  if (typeof wanted === 'number') return wanted;
  return Math.ceil(all * (wanted === 'half' ? 0.5 : wanted.share) - 1e-9);
}

function take<T>(
  what: string,
  candidates: readonly T[],
  wanted: Amount,
  { random, nameOf }: { readonly random: Random; readonly nameOf: (one: T) => string },
): Draw<T> {
  const count = countOf(wanted, candidates.length);
  if (candidates.length === 0 || count > candidates.length) {
    const message = `${amountText(wanted)} of ${what} was asked for, and there are ${candidates.length}`;
    throw new HarnessError('unsatisfiable', message, {
      hint: 'Look at the parameters of the fault, and at what runs.',
    });
  }
  const inOrder = [...candidates].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const chosen = count === inOrder.length ? inOrder : random.shuffle(inOrder).slice(0, count);
  const names = chosen.map(nameOf).join(', ');
  return {
    chosen,
    text: `${count} of ${candidates.length} ${what}: ${names}${count < inOrder.length ? ' (drawn by seed)' : ''}`,
  };
}

function amountText(wanted: Amount): string {
  return typeof wanted === 'object' ? formatRatio(wanted.share) : String(wanted);
}

interface Narrowing<T> {
  readonly valueOf: (one: T) => string | undefined;
  readonly random: Random;
}

/** Those that have the value, or one of the values by seed. */
function narrowed<T>(
  candidates: readonly T[],
  what: string,
  wanted: string | undefined,
  { valueOf, random }: Narrowing<T>,
): { readonly left: readonly T[]; readonly words: readonly string[] } {
  if (wanted === undefined) return { left: candidates, words: [] };
  const values = [...new Set(candidates.flatMap((one) => valueOf(one) ?? []))].sort();
  if (values.length === 0 || (wanted !== 'any' && !values.includes(wanted))) {
    throw new HarnessError('unsatisfiable', `nothing there has the ${what} "${wanted}"`, {
      hint: suggest(wanted, values),
    });
  }
  const value = wanted === 'any' ? random.pick(values) : wanted;
  const drawn = wanted === 'any' ? ` (drawn from ${values.length})` : '';
  return { left: candidates.filter((one) => valueOf(one) === value), words: [`${what} ${value}${drawn}`] };
}

function refuse(pods: readonly PodState[], { ownNetwork = false, ownObject = false }: PodLimits): void {
  const shared = ownNetwork ? pods.find(({ hostNetwork }) => hostNetwork) : undefined;
  if (shared !== undefined) {
    // Chaos Mesh accepts the object, never injects it, and cannot delete it any more.
    throw new HarnessError('unsatisfiable', `pod ${shared.namespace}/${shared.name} uses its node's network`, {
      hint: 'Choose pods with a network of their own.',
    });
  }
  const mirror = ownObject ? pods.find((pod) => pod.mirror) : undefined;
  if (mirror !== undefined) {
    // Chaos Mesh says AllInjected, and the process goes on untouched.
    throw new HarnessError('unsatisfiable', `pod ${mirror.namespace}/${mirror.name} is the mirror of a static pod`, {
      hint: 'Kill its container instead.',
    });
  }
}

function leader({ state }: PlanContext): string {
  if (state.etcdLeader !== undefined) return state.etcdLeader;
  throw new HarnessError('unsatisfiable', 'no etcd member says that it leads', {
    hint: 'Look at the etcd metrics of each member, or name the node.',
  });
}

function zoneOf({ state }: PlanContext, node: string): string | undefined {
  return state.nodes.find(({ name: own }) => own === node)?.zone;
}

function hasAll(own: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => own[key] === value);
}
