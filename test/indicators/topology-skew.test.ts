import { expect } from 'chai';
import type { NodeObservation, Observation } from '../../src/core/observation.ts';
import { topologySkewPeak } from '../../src/indicators/topology-skew-peak.ts';
import { topologySkewResidual } from '../../src/indicators/topology-skew-residual.ts';
import { node, pod, timelineOf, workload } from '../support/timeline-builder.ts';

const zoned = (name: string, zone: string, at = 0, more: Partial<NodeObservation> = {}): NodeObservation => ({
  ...node(name, at, 'True'),
  zone,
  ...more,
});
const nodes = [zoned('na', 'a'), zoned('nb', 'b'), zoned('nc', 'c')];
const even = ['na', 'nb', 'nc'].map((where) => pod(`p-${where}`, 0, { node: where }));
const lostZone = [
  zoned('nc', 'c', 60_000, { ready: 'Unknown', taints: ['node.kubernetes.io/unreachable:NoExecute'] }),
  pod('p-nc', 60_000, { node: 'nc', ready: false }),
  pod('q', 70_000, { node: 'na' }),
];

function skews(observations: readonly Observation[]): readonly unknown[] {
  const timeline = timelineOf({ observations: [workload(0, 3), ...observations] });
  return [
    topologySkewPeak.measure(timeline, ['fault', 'recovery']),
    topologySkewResidual.measure(timeline, ['recovery']),
  ];
}

describe('topology.skewPeak and topology.skewResidual', () => {
  it('are 0 while every zone has as many', () => {
    const [peak, rest] = skews([...nodes, ...even]);
    expect(peak).to.include({ status: 'measured', value: 0 });
    expect(rest).to.include({ status: 'measured', value: 0, evidence: '1 in a, 1 in b, 1 in c' });
  });

  it('leave a zone out that takes no pods, and count it again when it does', () => {
    const [peak, rest] = skews([...nodes, ...even, ...lostZone]);
    expect([peak, rest]).to.have.deep.nested.property('[0].value', 1);
    expect(rest).to.include({ value: 1 });
    const [after, residual] = skews([...nodes, ...even, ...lostZone, zoned('nc', 'c', 100_000)]);
    expect(after).to.include({ value: 2 });
    expect(residual).to.include({ value: 2, evidence: '2 in a, 1 in b, 0 in c' });
  });

  it('count no pod that is told to end', () => {
    const [peak] = skews([...nodes, ...even, pod('p-na', 50_000, { node: 'na', terminating: true })]);
    expect(peak).to.include({ value: 1 });
  });

  it('are nothing without two zones, a workload, or pods', () => {
    expect(skews([nodes[0]!, ...even])[0]).to.include({ reason: 'there are no two zones to lie in' });
    expect(skews(nodes)[0]).to.include({ reason: 'no pod was seen' });
  });
});
