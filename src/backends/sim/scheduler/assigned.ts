import type { Pod } from '../objects.ts';
import { type Load, noLoad, plus, requestsOf } from './resources.ts';

/** Which pods count on which node: those that the API shows there, and those that are on their way. */
export interface Assigned {
  readonly loadOf: (node: string) => Load;
  /** The node of a pod on its way. */
  readonly assumedNode: (key: string) => string | undefined;
  /** A pod was given a node, which the API does not show yet. */
  readonly assume: (key: string, pod: Pod, node: string) => void;
  /** The API shows it, or it failed. */
  readonly forget: (key: string) => void;
  /** A pod changed in the API. */
  readonly changed: (before: Pod | undefined, after: Pod | undefined) => void;
}

/** No pods yet. */
export function assignedPods(): Assigned {
  const assumed = new Map<string, { readonly pod: Pod; readonly node: string }>();
  const loads = new Map<string, Load>();
  const count = (pod: Pod | undefined, node: string | undefined, sign: 1 | -1): void => {
    if (pod === undefined || node === undefined) return;
    loads.set(node, plus(loads.get(node) ?? noLoad, requestsOf(pod), sign));
  };
  return {
    loadOf: (node) => loads.get(node) ?? noLoad,
    assumedNode: (key) => assumed.get(key)?.node,
    assume: (key, pod, node) => {
      assumed.set(key, { pod, node });
      count(pod, node, 1);
    },
    forget: (key) => {
      const known = assumed.get(key);
      count(known?.pod, known?.node, -1);
      assumed.delete(key);
    },
    changed: (before, after) => {
      count(before, before?.spec.nodeName, -1);
      count(after, after?.spec.nodeName, 1);
    },
  };
}
