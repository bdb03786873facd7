import { expect } from 'chai';
import { plurals } from 'chaos-mesh-types';
import type { KindParts } from '../../../../src/backends/sim/chaos-mesh/kind-parts.ts';
import { allKinds, simulatedKinds } from '../../../../src/backends/sim/chaos-mesh/kinds.ts';

describe('simulatedKinds', () => {
  it('are what the controller runs, and what makes experiments', () => {
    const parts = { context: { world: {} } } as unknown as KindParts;
    const run = allKinds.map((make) => make(parts).plural);
    const named = simulatedKinds.filter((kind) => kind !== 'Schedule' && kind !== 'Workflow');
    expect(named.map((kind) => plurals[kind])).to.have.members(run);
  });
});
