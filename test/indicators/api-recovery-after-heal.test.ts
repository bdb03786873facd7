import { expect } from 'chai';
import { apiRecoveryAfterHeal } from '../../src/indicators/api-recovery-after-heal.ts';
import type { StreamSpec } from '../../src/core/stream.ts';
import {
  apiserver,
  type Bad,
  control,
  entry,
  faultOf,
  lb,
  requests,
  streamOf,
  timelineOf,
  unhealed,
} from '../support/timeline-builder.ts';

const direct = streamOf(apiserver('cp-1'), 'readyz', 'new');
const measure = (bad: readonly Bad[], more: Parameters<typeof timelineOf>[0] = {}) =>
  apiRecoveryAfterHeal.measure(
    timelineOf({ streams: [direct], observations: requests(direct, 0, 180_000, bad), ...more }),
    apiRecoveryAfterHeal.phases,
  );

describe('api.recoveryAfterHeal', () => {
  it('runs from the heal to the recovery of the last apiserver', () => {
    expect(measure([[31_000, 120_000]])).to.include({ status: 'measured', value: 30_000 });
  });

  it('is 0 when all had recovered before the heal', () => {
    expect(measure([[31_000, 60_000]])).to.include({ status: 'measured', value: 0 });
  });

  it('counts an outage that begins after the heal', () => {
    expect(measure([[95_000, 100_000]])).to.include({ value: 10_000 });
  });

  it('is the longest of several, a late one measured from its own beginning', () => {
    expect(
      measure([
        [88_000, 92_000],
        [130_000, 137_000],
      ]),
    ).to.include({ status: 'measured', value: 7000 });
    expect(
      measure([
        [88_000, 92_000],
        [119_900, 120_900],
      ]),
    ).to.include({ value: 30_900 });
    expect(
      measure([
        [88_000, 92_000],
        [170_000, 999_999],
      ]),
    ).to.include({ status: 'censored', value: 9900 });
  });

  it('is of the load balancer too, and not of the workload or the control stream', () => {
    const others = [streamOf(entry('w1'), 'http-get', 'new'), streamOf(control, 'echo', 'new')];
    const of = (streams: readonly StreamSpec[]) =>
      measure([], {
        streams: [direct, ...streams],
        observations: [
          ...requests(direct, 0, 180_000),
          ...streams.flatMap((one) => requests(one, 0, 180_000, [[95_000, 100_000]])),
        ],
      });
    expect(of(others)).to.include({ status: 'measured', value: 0 });
    expect(of([streamOf(lb, 'readyz', 'new')])).to.include({ value: 10_000 });
  });

  it('is at least what was seen when an apiserver stays away', () => {
    expect(measure([[31_000, 999_999]])).to.include({ status: 'censored', value: 89_900 });
  });

  it('is unmeasured when something was not seen to be healed', () => {
    expect(measure([], { faults: [faultOf([unhealed()])] }))
      .to.have.property('reason')
      .that.contains('not seen to be healed');
  });
});
