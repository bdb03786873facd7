import { expect } from 'chai';
import fc from 'fast-check';
import { DaemonNodes } from '../../../../src/backends/sim/controllers/daemon-nodes.ts';
import type { Pod, Workload } from '../../../../src/backends/sim/objects.ts';

const spec = {} as Workload['spec'];
const nodes = ['a', 'b', 'c'] as const;

function pod(name: string, node: string, { ready = true, phase = 'Running', leaving = false } = {}): Pod {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  const metadata = { name, uid: name, ...(leaving ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) };
  return { metadata, spec: { nodeName: node, containers: [] }, status: { phase, conditions } } as unknown as Pod;
}

const names = (pods: readonly Pod[]): readonly string[] => pods.map(({ metadata }) => metadata.name).sort();

describe('DaemonNodes', () => {
  it('tells which nodes lack a pod, and how many have one that is Ready', () => {
    const known = new DaemonNodes(spec, nodes, [pod('1', 'a'), pod('2', 'b', { ready: false })]);
    expect(known.missing()).to.deep.equal(['c']);
    expect(known.counts()).to.deep.equal({ desired: 3, scheduled: 2, ready: 1 });
  });

  it('has too many where there is none to be, beyond the first, and where one has ended', () => {
    const ended = pod('3', 'b', { phase: 'Failed' });
    const known = new DaemonNodes(spec, ['a', 'b'], [pod('1', 'a'), pod('2', 'a'), ended, pod('4', 'c')]);
    expect(names(known.surplus())).to.deep.equal(['2', '3', '4']);
  });

  it('says after any changes what it would say had it been made after them', () => {
    const change = fc.record({
      name: fc.constantFrom('1', '2', '3', '4'),
      node: fc.constantFrom(...nodes),
      ready: fc.boolean(),
      leaving: fc.boolean(),
      phase: fc.constantFrom('Running', 'Failed'),
      then: fc.constantFrom('stays', 'goes', 'node wanted', 'node unwanted'),
      looks: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const pods = new Map<string, Pod>();
        const wanted = new Set<string>(['a']);
        const known = new DaemonNodes(spec, wanted, []);
        for (const { name, node, then, looks, ...state } of changes) {
          if (then === 'node wanted' || then === 'node unwanted') {
            known.wants(node, then === 'node wanted');
            if (then === 'node wanted') wanted.add(node);
            else wanted.delete(node);
          } else {
            const after = then === 'goes' ? undefined : pod(name, node, state);
            known.changed(pods.get(name), after);
            if (after === undefined) pods.delete(name);
            else pods.set(name, after);
          }
          if (looks) known.counts();
        }
        const fresh = new DaemonNodes(spec, wanted, pods.values());
        expect(known.counts()).to.deep.equal(fresh.counts());
        expect([...known.missing()].sort()).to.deep.equal([...fresh.missing()].sort());
        expect(known.surplus().length).to.equal(fresh.surplus().length);
      }),
    );
  });
});
