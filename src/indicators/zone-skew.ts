import type { Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { NodeObservation, WorkloadObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { phasesOf, unmeasured } from './measurement.ts';
import { momentAt, type PodLife, podLives } from './pod-lives.ts';

/** How unevenly a workload's pods lay at an instant. */
export interface Skew {
  readonly at: number;
  readonly skew: number;
  /** `2 in az-a, 4 in az-b`. */
  readonly words: string;
}

/** Words for definitions. */
export const skewWords =
  'The skew of a workload is the number of its Ready pods that are not told to end in the fullest zone, less that in the emptiest zone that could take one: with a node that is Ready ' +
  'and has no taint that keeps pods away (the definition of maxSkew, with nodeTaintsPolicy Honor).';

/** The worst skew of any workload from instant to instant, at the start of each phase and at each change in it. */
export function skewsOf(
  timeline: Timeline,
  phaseNames: Parameters<typeof phasesOf>[1],
): readonly Skew[] | Extract<Measurement, { status: 'unmeasured' }> {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const nodes = [...ofKind(timeline, 'node')].sort((a, b) => a.at - b.at);
  const zones = new Set(nodes.flatMap(({ zone }) => zone ?? []));
  if (zones.size < 2) return unmeasured('there are no two zones to lie in');
  const workloads = [
    ...new Map(ofKind(timeline, 'workload').map((one) => [`${one.namespace}/${one.name}`, one])).values(),
  ];
  if (workloads.length === 0) return unmeasured('no workload was seen');
  const lives = podLives(timeline);
  if (lives.length === 0) return unmeasured('no pod was seen');
  const pods = workloads.map((workload) => lives.filter((pod) => belongs(pod, workload)));
  const state = new NodesInTime(nodes);
  return instants(phases, [...nodes, ...lives.flatMap(({ moments }) => moments)]).map((at) => {
    state.goTo(at);
    return pods.map((own) => skewAt(own, state, at)).reduce((a, b) => (b.skew > a.skew ? b : a));
  });
}

function instants(phases: readonly Phase[], changes: readonly { readonly at: number }[]): readonly number[] {
  const all = phases.flatMap(({ startAt, endAt }) => [
    startAt,
    ...changes.map(({ at }) => at).filter((at) => at > startAt && at < endAt),
  ]);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The zones' nodes as they were at an instant, which only moves on: a large cluster has as many changes as nodes. */
class NodesInTime {
  readonly #changes: readonly NodeObservation[];
  readonly #nodes = new Map<string, NodeObservation>();
  /** By zone: how many of its nodes could take a pod. */
  readonly open = new Map<string, number>();
  #next = 0;

  /** In the order of time. */
  constructor(changes: readonly NodeObservation[]) {
    this.#changes = changes;
  }

  goTo(at: number): void {
    for (let one = this.#changes[this.#next]; one !== undefined && one.at <= at; one = this.#changes[this.#next]) {
      this.#next += 1;
      const before = this.#nodes.get(one.name);
      if (before !== undefined) this.#count(before, -1);
      this.#count(one, 1);
      this.#nodes.set(one.name, one);
    }
  }

  zoneOf(node: string | undefined): string | undefined {
    return node === undefined ? undefined : this.#nodes.get(node)?.zone;
  }

  #count(node: NodeObservation, by: 1 | -1): void {
    if (node.zone !== undefined) this.open.set(node.zone, (this.open.get(node.zone) ?? 0) + (takesPods(node) ? by : 0));
  }
}

function skewAt(pods: readonly PodLife[], nodes: NodesInTime, at: number): Skew {
  const counts = new Map([...nodes.open.keys()].map((zone) => [zone, 0]));
  for (const pod of pods) {
    const zone = nodes.zoneOf(pod.node);
    if (zone !== undefined && momentAt(pod, at)?.ready === true) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const open = [...nodes.open].flatMap(([zone, takers]) => (takers > 0 ? [counts.get(zone) ?? 0] : []));
  // Without a zone that could take a pod nothing is uneven that could be even.
  const skew = open.length === 0 ? 0 : Math.max(...counts.values()) - Math.min(...open);
  const words = [...counts]
    .sort()
    .map(([zone, count]) => `${count} in ${zone}`)
    .join(', ');
  return { at, skew, words };
}

function takesPods({ ready, taints }: NodeObservation): boolean {
  return ready === 'True' && !taints.some((taint) => /:No(Schedule|Execute)$/.test(taint));
}

function belongs(pod: PodLife, { namespace, selector }: WorkloadObservation): boolean {
  return pod.namespace === namespace && Object.entries(selector).every(([key, value]) => pod.labels[key] === value);
}
