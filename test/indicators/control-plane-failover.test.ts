import { expect } from 'chai';
import type { LeaseObservation } from '../../src/core/observation.ts';
import { schedulerFailover } from '../../src/indicators/scheduler-failover.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const anchor = timelineOf({}).startedAtUnixMs;

/** Seen 5 ms after it was renewed. */
function lease(renewedAt: number, holder: string, acquiredAt = 0): LeaseObservation {
  const stamps = { acquiredUnixMs: anchor + acquiredAt, renewedUnixMs: anchor + renewedAt };
  return { kind: 'lease', at: renewedAt + 5, name: 'kube-scheduler', holder, ...stamps };
}

/** One renewal every 2 s in `[fromMs, toMs)`. */
function renewals(holder: string, fromMs: number, toMs: number): readonly LeaseObservation[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / 2000) }, (_, i) => lease(fromMs + i * 2000, holder, fromMs));
}

function measured(observations: readonly LeaseObservation[]): unknown {
  return schedulerFailover.measure(timelineOf({ observations }), ['fault', 'recovery']);
}

describe('scheduler.failover', () => {
  it('lasts from the last renewal of the old holder to the acquisition by the new one, by their own stamps', () => {
    const other = { ...lease(0, 'z'), name: 'kube-controller-manager' };
    expect(measured([...renewals('a', 0, 40_000), ...renewals('b', 55_000, 180_000), other])).to.include({
      status: 'measured',
      value: 17_000,
    });
  });

  it('is the longest of several, and none while one holder renews', () => {
    const two = [...renewals('a', 0, 40_000), ...renewals('b', 42_000, 60_000), ...renewals('c', 80_000, 180_000)];
    expect(measured(two)).to.include({ value: 22_000 });
    expect(measured(renewals('a', 0, 180_000))).to.include({ status: 'measured', value: 0 });
  });

  it('is a lower bound when nobody renews at the end, and nothing when no lease was seen', () => {
    expect(measured(renewals('a', 0, 40_000))).to.include({ status: 'censored', value: 142_000 });
    expect(measured([])).to.deep.equal({ status: 'unmeasured', reason: 'the lease kube-scheduler was not seen' });
  });
});
