import type { Machine } from '../engine/machine.ts';

/** Which static pods a node's kubelet finds the manifests of. */
interface Manifests {
  readonly isAside: (component: string) => boolean;
  readonly asides: () => readonly string[];
  readonly move: (component: string, aside: boolean) => void;
  /** Set by the kubelet that watches the folder. */
  onChange: (component: string) => void;
}

const folders = new WeakMap<Machine, Manifests>();

/** The folder of a machine: a file lies there whatever runs. */
export function manifestsOf(machine: Machine): Manifests {
  const known = folders.get(machine);
  if (known !== undefined) return known;
  const asides = new Set<string>();
  const made: Manifests = {
    isAside: (component) => asides.has(component),
    asides: () => [...asides],
    move: (component, aside) => {
      if (asides.has(component) === aside) return;
      if (aside) asides.add(component);
      else asides.delete(component);
      made.onChange(component);
    },
    onChange: () => undefined,
  };
  folders.set(machine, made);
  return made;
}
