import type { Node, Pod } from '../objects.ts';

/** What pods ask for together: cores, bytes, and how many they are. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

export const noLoad: Load = { cpu: 0, memory: 0, pods: 0 };

/** What a pod that asks for nothing counts as in scores (k8s.io/kubernetes, scheduler/util/pod_resources.go). */
const unsaid = { cpu: 0.1, memory: 200 * 2 ** 20 } as const;

/** What a pod asks for. */
export function requestsOf({ spec }: Pod): Load {
  let cpu = 0;
  let memory = 0;
  for (const { resources } of spec.containers) {
    cpu += quantity(resources?.requests?.['cpu'] ?? '0');
    memory += quantity(resources?.requests?.['memory'] ?? '0');
  }
  return { cpu, memory, pods: 1 };
}

/** Adds, or takes off with `sign` -1. */
export function plus(a: Load, b: Load, sign: 1 | -1 = 1): Load {
  return { cpu: a.cpu + sign * b.cpu, memory: a.memory + sign * b.memory, pods: a.pods + sign * b.pods };
}

/** Whether a pod's requests find room on a node. */
export function fitsInto(pod: Pod, { status }: Node, load: Load): boolean {
  const { cpu, memory } = requestsOf(pod);
  const { cpu: cores = '0', memory: bytes = '0', pods = '110' } = status?.allocatable ?? {};
  if (load.pods + 1 > Number(pods)) return false;
  return (cpu === 0 || load.cpu + cpu <= quantity(cores)) && (memory === 0 || load.memory + memory <= quantity(bytes));
}

/** LeastAllocated: the share of a node that is free, 0 to 1; pods that ask for nothing count a little. */
export function available({ status }: Node, load: Load): number {
  const { cpu = '1', memory = '1' } = status?.allocatable ?? {};
  const free = (used: number, all: number): number => (all <= 0 ? 0 : Math.max(0, 1 - used / all));
  const usedCpu = Math.max(load.cpu, load.pods * unsaid.cpu);
  const usedMemory = Math.max(load.memory, load.pods * unsaid.memory);
  return (free(usedCpu, quantity(cpu)) + free(usedMemory, quantity(memory))) / 2;
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity of the API: 250m, 1.5, 48Mi. What cannot be read is 0. */
export function quantity(text: string): number {
  const [, number = '0', unit = ''] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? 0);
}
