import { expect } from 'chai';
import fc from 'fast-check';
import type { Node, Pod, Taint } from '../../src/backends/sim/objects.ts';
import { placeFor } from '../../src/backends/sim/scheduler/placement.ts';
import { noLoad, plus, requestsOf } from '../../src/backends/sim/scheduler/resources.ts';

const zoneKey = 'topology.kubernetes.io/zone';
const away: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' };

interface Place {
  readonly zone: number;
  readonly lost: boolean;
  readonly pods: number;
}

const nodes = fc.array(
  fc.record({
    zone: fc.nat(3),
    lost: fc.boolean(),
    pods: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
);

function nodeOf({ zone, lost }: Place, index: number): Node {
  const name = `n${index}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, resourceVersion: '1', labels: { [zoneKey]: `z${zone}` } },
    spec: { taints: lost ? [away] : [] },
    status: { allocatable: { cpu: '8', memory: '8Gi', pods: '6' } },
  };
}

function podOf(name: string, maxSkew: number, policy: 'Honor' | 'Ignore', nodeName?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', labels: { app: 'a' } },
    spec: {
      containers: [{ name: 'a', image: 'a' }],
      topologySpreadConstraints: [
        {
          topologyKey: zoneKey,
          maxSkew,
          whenUnsatisfiable: 'DoNotSchedule',
          nodeTaintsPolicy: policy,
          labelSelector: { matchLabels: { app: 'a' } },
        },
      ],
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  };
}

describe('placeFor, whatever the cluster', () => {
  it('takes a node without a taint and with room, within the skew, and finds one whenever there is one', () => {
    const policies = fc.constantFrom('Honor' as const, 'Ignore' as const);
    fc.assert(
      fc.property(nodes, fc.integer({ min: 1, max: 2 }), policies, fc.nat(99), (places, maxSkew, policy, draw) => {
        const all = places.map(nodeOf);
        const placed = places.flatMap(({ pods }, n) =>
          Array.from({ length: pods }, (_, i) => podOf(`p${n}-${i}`, maxSkew, policy, `n${n}`)),
        );
        const view = {
          nodes: all,
          loadOf: (name: string) =>
            placed
              .filter(({ spec }) => spec.nodeName === name)
              .reduce((load, pod) => plus(load, requestsOf(pod)), noLoad),
          placed: () => placed,
          nodeOf: ({ spec }: Pod) => spec.nodeName,
          search: { from: draw },
        };
        // Told from the places alone: a zone counts when it has a node that counts.
        const counted = places.filter(({ lost }) => policy === 'Ignore' || !lost);
        const inZone = (zone: number): number =>
          counted.filter((one) => one.zone === zone).reduce((sum, { pods }) => sum + pods, 0);
        const fewest = Math.min(...counted.map(({ zone }) => inZone(zone)));
        const allowed = places.flatMap(({ zone, lost, pods }, n) =>
          !lost && pods < 6 && inZone(zone) + 1 - fewest <= maxSkew ? [`n${n}`] : [],
        );
        const found = placeFor(podOf('new', maxSkew, policy), view, () => draw / 100);
        if (allowed.length === 0) expect(found).to.equal(undefined);
        else expect(found).to.be.oneOf(allowed);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
