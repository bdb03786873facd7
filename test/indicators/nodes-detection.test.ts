import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { nodesDetection } from '../../src/indicators/nodes-detection.ts';
import { faultOf, injection, node, sight, timelineOf } from '../support/timeline-builder.ts';

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

  it('is a lower bound up to where the watch of nodes went blind for good', () => {
    expect(measure([...ready, sight('nodes', 50_000, 'blind')])).to.include({ status: 'censored', value: 19_000 });
  });

  it('may have been earlier by as much as the watch was blind', () => {
    const observations = [
      ...ready,
      sight('nodes', 50_000, 'blind'),
      node('w1', 70_010, 'Unknown'),
      sight('nodes', 70_000, 'seeing'),
    ];
    expect(measure(observations)).to.include({ status: 'measured', value: 39_010 });
    expect(measure(observations)).to.have.deep.property('bounds', [19_000, 40_010]);
  });

  it('is the longest of several faults, and a lower bound when one of them was not seen', () => {
    const two = [
      faultOf([injection(30_000, 30_000)], { disabledNodes: ['w1'] }),
      faultOf([injection(40_000, 40_000)], { name: 'later', disabledNodes: ['w2'] }),
    ];
    const both = [...ready, node('w1', 70_000, 'Unknown'), node('w2', 85_000, 'False')];
    expect(measure(both, { faults: two })).to.include({ status: 'measured', value: 45_000 });
    expect(measure(both.slice(0, -1), { faults: two })).to.include({ status: 'censored', value: 50_000 });
    expect(measure([...both, node('w1', 80_000, 'True')], { faults: two })).to.include({ value: 45_000 });
    const late = [...ready, node('w1', 89_000, 'Unknown')];
    expect(measure(late, { faults: two })).to.include({ status: 'censored', value: 59_000 });
    const unknown = late.filter(({ name }) => name !== 'w2');
    expect(measure(unknown, { faults: two }).status).to.equal('unmeasured');
  });

  it('is of the first strike of a fault that strikes again: what it took is lost already', () => {
    const again = [faultOf([injection(30_000, 31_000), injection(70_000, 71_000)], { disabledNodes: ['w1'] })];
    expect(measure([...ready, node('w1', 60_000, 'Unknown')], { faults: again })).to.include({
      status: 'measured',
      value: 29_000,
    });
  });

  it('does not take what a node had recovered from for it', () => {
    const flapped = [node('w1', 0, 'False'), node('w1', 10_000, 'True'), node('w1', 60_000, 'Unknown')];
    expect(measure(flapped)).to.include({ status: 'measured', value: 29_000 });
  });

  it('is not what had happened before the fault, and needs the fault phase', () => {
    expect(
      measure([node('w1', 0, 'True'), node('w1', 20_000, 'False'), node('w1', 60_000, 'Unknown')]).status,
    ).to.equal('unmeasured');
    const timeline = timelineOf({ faults, observations: [...ready, node('w1', 95_000, 'Unknown')] });
    expect(nodesDetection.measure(timeline, ['recovery'])).to.include({ reason: 'it is measured from the fault on' });
    expect(nodesDetection.measure(timeline, ['fault', 'recovery'])).to.include({ status: 'measured', value: 64_000 });
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
