import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { nodesDetection } from '../../src/indicators/nodes-detection.ts';
import { faultOf, injection, node, timelineOf } from '../support/timeline-builder.ts';

const faults = [faultOf([injection(30_000, 31_000)], { disabledNodes: ['w1', 'cp1'] })];
const measure = (observations: readonly Observation[], more: Parameters<typeof timelineOf>[0] = {}) =>
  nodesDetection.measure(timelineOf({ faults, observations, ...more }), nodesDetection.phases);
const ready = [node('w1', 0, 'True'), node('cp1', 0, 'True'), node('w2', 0, 'True')];

describe('nodes.detection', () => {
  it('runs from the fault to the first of its nodes that is not Ready', () => {
    const observations = [
      ...ready,
      node('w1', 81_000, 'Unknown'),
      node('cp1', 80_000, 'Unknown'),
      node('w2', 40_000, 'False'),
    ];
    expect(measure(observations)).to.include({ status: 'measured', value: 49_000 });
    expect(measure(observations)).to.have.deep.property('bounds', [49_000, 50_000]);
  });

  it('is a lower bound when they stay Ready until the fault is over', () => {
    expect(measure([...ready, node('w1', 95_000, 'Unknown')])).to.include({ status: 'censored', value: 59_000 });
  });

  it('is unmeasured when no fault takes a node away, or none was seen Ready', () => {
    expect(measure(ready, { faults: [faultOf([injection(30_000, 31_000)])] })).to.include({
      reason: 'no fault took a node away',
    });
    expect(measure([node('w1', 0, 'False')]))
      .to.have.property('reason')
      .that.contains('seen Ready before');
  });
});
