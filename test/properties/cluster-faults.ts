import fc from 'fast-check';
import type { Lab } from '../backends/sim/lab.ts';
import { cutZone } from '../backends/sim/lab.ts';

/** Something that is broken for a while; `who` chooses by its remainder. */
export interface Trouble {
  readonly what: 'cut zone' | 'cut node' | 'deafen node' | 'freeze node' | 'kill container' | 'freeze container';
  readonly who: number;
  readonly atSeconds: number;
  readonly forSeconds: number;
}

/** Up to four troubles within a minute, which may overlap, of up to a minute and a half each. */
export const troubles: fc.Arbitrary<readonly Trouble[]> = fc.array(
  fc.record({
    what: fc.constantFrom(
      'cut zone',
      'cut node',
      'deafen node',
      'freeze node',
      'kill container',
      'kill container',
      'freeze container',
    ),
    who: fc.nat(10_000),
    atSeconds: fc.integer({ min: 0, max: 60 }),
    forSeconds: fc.integer({ min: 1, max: 90 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Begins a trouble; answers with how to end it. */
export async function begin(lab: Lab, { what, who }: Trouble): Promise<() => void | Promise<void>> {
  const nodes = [...lab.world.nodes.values()];
  const node = nodes[who % nodes.length]!;
  if (what === 'cut zone') return await cutZone(lab, node.zone);
  if (what === 'freeze node') {
    node.machine.freeze();
    return node.machine.thaw;
  }
  if (what === 'cut node' || what === 'deafen node') {
    const filter = lab.world.network.filterOf(node.machine);
    const tag = `trouble ${who}`;
    // A machine reaches itself without its filter being asked.
    const ranges = ['0.0.0.0/0'];
    const hooks = what === 'cut node' ? (['in', 'out'] as const) : (['in'] as const);
    filter.set(
      tag,
      hooks.map((hook) => ({ hook, ranges })),
    );
    return () => filter.clear(tag);
  }
  const containers = nodes.flatMap(({ runtime }) => runtime.containers());
  const container = containers[who % containers.length];
  if (what === 'kill container') {
    container?.process.exit(137);
    return () => undefined;
  }
  container?.process.freeze();
  return () => container?.process.thaw();
}
