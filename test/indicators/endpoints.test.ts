import { expect } from 'chai';
import type { EndpointsObservation, Observation } from '../../src/core/observation.ts';
import { endpointsConvergence } from '../../src/indicators/endpoints-convergence.ts';
import { pod, timelineOf } from '../support/timeline-builder.ts';

const slice = (at: number, ...names: readonly string[]): EndpointsObservation => ({
  kind: 'endpoints',
  at,
  slice: 'web-1',
  service: 'web',
  ready: names.map((name) => `uid-${name}`),
});

function measured(observations: readonly Observation[]): unknown {
  return endpointsConvergence.measure(timelineOf({ observations }), ['fault', 'recovery']);
}
const before = [pod('a', 0), pod('b', 0), slice(0, 'a', 'b')];

describe('endpoints.convergence', () => {
  it('is the longest time from a turn of a pod to its endpoints, in and out', () => {
    const turns = [pod('a', 40_000, { ready: false }), slice(40_300, 'b'), pod('c', 50_000), slice(51_200, 'b', 'c')];
    expect(measured([...before, ...turns])).to.include({ status: 'measured', value: 1200, samples: 2 });
  });

  it('is 0 where the endpoints were told first', () => {
    const turns = [slice(39_900, 'b'), pod('a', 40_000, { ready: false })];
    expect(measured([...before, ...turns])).to.include({ status: 'measured', value: 0 });
  });

  it('is a lower bound when a pod never comes in, also one that no endpoints ever had', () => {
    expect(measured([...before, pod('c', 100_000)])).to.include({ status: 'censored', value: 80_000 });
  });

  it('leaves out what was taken back, and pods of no service', () => {
    const flap = [pod('a', 40_000, { ready: false }), pod('a', 40_100)];
    const other = pod('job', 50_000, { ownerUid: 'job' });
    expect(measured([...before, ...flap, other])).to.include({ samples: 1, value: 0 });
    expect(measured([pod('a', 40_000)])).to.include({ reason: 'no endpoints were seen' });
    expect(measured(before)).to.include({ reason: 'no pod of a service turned Ready or ceased to be' });
  });
});
