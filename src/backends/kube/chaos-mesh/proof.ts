import type { ChaosMeshAction, ContainerTarget, PodTarget } from '../../../core/action.ts';
import { messageOf } from '../../../core/errors.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { ContainerStatus, Pod } from '../api-types.ts';
import type { Path, Reach } from '../connect.ts';
import type { ChaosAccess } from './access.ts';
import { ownWord } from './own-word.ts';
import { podsProof } from './pods-proof.ts';
import type { ProofRun } from './proof-run.ts';
import { signProof } from './sign-proof.ts';

const replaceWithinMs = 90_000;
const cutWithinMs = 20_000;
const pollMs = 250;
const mostPaths = 12;

/** Prepares the proof of one action. */
export function proofRun(access: ChaosAccess, { proof, object }: Pick<ChaosMeshAction, 'proof' | 'object'>): ProofRun {
  switch (proof.kind) {
    case 'containers-replaced':
      return replaced(access, proof.containers);
    case 'pods-cut-off':
      return cutOff(access, proof.from, proof.to);
    case 'pods-gone':
      return podsProof(access, proof.pods, 'gone');
    case 'pods-unready':
      return podsProof(access, proof.pods, 'unready');
    case 'sign':
      return signProof(access, proof);
    case 'own-word':
      return ownWord(access, object);
  }
}

function replaced({ client, clock }: ChaosAccess, containers: readonly ContainerTarget[]): ProofRun {
  const statusOf = async (target: ContainerTarget, signal: AbortSignal): Promise<ContainerStatus | undefined> => {
    try {
      const pod = await client.get<Pod>(`/api/v1/namespaces/${target.namespace}/pods/${target.pod}`, { signal });
      return pod?.status?.containerStatuses?.find(({ name }) => name === target.container);
    } catch {
      // The API may be what was killed.
      return undefined;
    }
  };
  const lookAt = async (target: ContainerTarget, signal: AbortSignal): Promise<string | undefined> => {
    const seen = await statusOf(target, signal);
    const id = seen?.containerID ?? target.containerId;
    if (seen?.state?.running === undefined || id === target.containerId) return undefined;
    const change = `${shortId(target.containerId)} → ${shortId(id)}`;
    return `${target.container} on ${target.node}: ${change}, ${timesText(seen.restartCount - target.restarts)}, seen at ${(clock.now() / 1000).toFixed(1)} s`;
  };
  const isStruck = async (target: ContainerTarget, signal: AbortSignal): Promise<boolean> => {
    const seen = await statusOf(target, signal);
    return seen !== undefined && (seen.state?.running === undefined || seen.containerID !== target.containerId);
  };
  const struck = async (signal: AbortSignal): Promise<boolean> => {
    const hits = await Promise.all(containers.map((target) => isStruck(target, signal)));
    return hits.length > 0 && hits.every((hit) => hit);
  };
  const after = async (signal: AbortSignal): Promise<ProofRecord> => {
    const until = clock.now() + replaceWithinMs;
    const seen = new Map<ContainerTarget, string>();
    for (;;) {
      for (const target of containers.filter((container) => !seen.has(container))) {
        const change = await lookAt(target, signal);
        if (change !== undefined) seen.set(target, change);
      }
      if (seen.size === containers.length && seen.size > 0) {
        return { status: 'proven', detail: [...seen.values()].join('; ') };
      }
      if (signal.aborted || clock.now() > until) break;
      await clock.sleep(pollMs, signal);
    }
    const left = containers
      .filter((container) => !seen.has(container))
      .map(({ container, node }) => `${container} on ${node}`);
    return { status: 'unproven', detail: `no new running container was seen of ${left.join(', ') || 'any target'}` };
  };
  return { before: async () => {}, after, struck };
}

/** A way across the partition must fall silent; a way on one side must stay open, or everything is dead and nothing is cut. */
export interface CutPlan {
  readonly across: readonly Path[];
  readonly within: readonly Path[];
}

/** The ways to try: pairs in both directions, evenly thinned out to twelve, and one way on either side. */
export function planCut(from: readonly PodTarget[], to: readonly PodTarget[]): CutPlan {
  const pairs = from.flatMap((a) => to.flatMap((b) => [way(a, b), way(b, a)]));
  const step = Math.max(1, pairs.length / mostPaths);
  const across = pairs
    .filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
    .slice(0, mostPaths);
  const within = [from, to].flatMap((side) => {
    const [first, second] = side;
    return first === undefined ? [] : [way(first, second ?? first)];
  });
  return { across, within };
}

function way(source: PodTarget, target: PodTarget): Path {
  const pod = { namespace: source.namespace, name: source.pod };
  return { node: source.node, pod, address: target.ip, port: target.port };
}

function cutOff({ inside, clock }: ChaosAccess, from: readonly PodTarget[], to: readonly PodTarget[]): ProofRun {
  const { across, within } = planCut(from, to);
  let openBefore: readonly Path[] = [];
  const before = async (signal: AbortSignal): Promise<void> => {
    const reached = await inside.tryPaths(across, signal);
    openBefore = across.filter((_, index) => reached[index] === 'open');
  };
  const after = async (signal: AbortSignal): Promise<ProofRecord> => {
    if (openBefore.length === 0) {
      return {
        status: 'unproven',
        detail: 'no pod was reached across before the cut, so that silence after it proves nothing',
      };
    }
    const until = clock.now() + cutWithinMs;
    for (;;) {
      let verdict: ProofRecord;
      try {
        const reached = await inside.tryPaths([...openBefore, ...within], signal);
        verdict = judgeCut(reached.slice(0, openBefore.length), reached.slice(openBefore.length));
      } catch (error) {
        verdict = { status: 'unproven', detail: `the connections could not be tried: ${messageOf(error)}` };
      }
      if (verdict.status === 'proven' || signal.aborted || clock.now() > until) return verdict;
      await clock.sleep(pollMs, signal);
    }
  };
  return { before, after };
}

/** Judges connections that had been open before: all across silent, all within open. */
export function judgeCut(across: readonly Reach[], within: readonly Reach[]): ProofRecord {
  const count = (reaches: readonly Reach[], reach: Reach): number => reaches.filter((one) => one === reach).length;
  const silent = count(across, 'silent');
  const open = count(within, 'open');
  const detail = `${silent} of ${across.length} connections across, open before, now time out; ${open} of ${within.length} on one side are open`;
  return {
    status: across.length > 0 && silent === across.length && open === within.length ? 'proven' : 'unproven',
    detail,
  };
}

/** Chaos Mesh kills again when the kill itself kept it from noting the first: an outage more, which is no fault of the cluster's. */
function timesText(times: number): string {
  return times <= 1 ? 'restarted once' : `restarted ${times} times, so struck more than once`;
}

function shortId(containerId: string): string {
  return containerId.replace(/^.*:\/\//, '').slice(0, 12);
}
