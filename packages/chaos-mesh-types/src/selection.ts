import type { PhysicalMachineSelector, PodSelector } from './generated/common.ts';

/** How many of the selected: `value` is a text where the mode takes a number. */
export type SelectionMode =
  | { readonly mode: 'one' | 'all'; readonly value?: never }
  | { readonly mode: 'fixed' | 'fixed-percent' | 'random-max-percent'; readonly value: `${number}` };

/** Which pods, and how many of them. */
export type PodSelection = SelectionMode & { readonly selector: PodSelector };

/** Which machines: by address or by selector, never both. */
export type PhysicalMachineSelection = SelectionMode &
  (
    | { readonly address: readonly string[]; readonly selector?: never }
    | { readonly selector: PhysicalMachineSelector; readonly address?: never }
  );

/** Selects pods of a namespace by their labels. */
export function podsLabelled(namespace: string, labels: Readonly<Record<string, string>>): PodSelector {
  return { namespaces: [namespace], labelSelectors: labels };
}

/** Selects pods of a namespace by their names. */
export function podsNamed(namespace: string, ...names: readonly string[]): PodSelector {
  return { pods: { [namespace]: names } };
}

/** One of the selected, drawn by Chaos Mesh. */
export function one(selector: PodSelector): PodSelection {
  return { mode: 'one', selector };
}

/** All of the selected. */
export function all(selector: PodSelector): PodSelection {
  return { mode: 'all', selector };
}

/** `count` of the selected, or all when there are fewer. Throws RangeError unless it is a whole number from 1 up. */
export function fixed(count: number, selector: PodSelector): PodSelection {
  return { mode: 'fixed', value: whole('count', count, Number.MAX_SAFE_INTEGER), selector };
}

/** `percent` of the selected, rounded up. Throws RangeError unless it is a whole number from 1 to 100. */
export function percent(share: number, selector: PodSelector): PodSelection {
  return { mode: 'fixed-percent', value: whole('percent', share, 100), selector };
}

/** A random share up to `percent` of the selected, possibly none. Throws RangeError unless it is a whole number from 1 to 100. */
export function upToPercent(share: number, selector: PodSelector): PodSelection {
  return { mode: 'random-max-percent', value: whole('percent', share, 100), selector };
}

function whole(what: string, value: number, most: number): `${number}` {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return `${value}`;
  throw new RangeError(`${what} is ${value}: give a whole number from 1${most === 100 ? ' to 100' : ' up'}`);
}
