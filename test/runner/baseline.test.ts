import { expect } from 'chai';
import type { RequestObservation } from '../../src/core/observation.ts';
import { baselineFailures } from '../../src/runner/baseline.ts';
import { balancer } from '../support/fake-cluster.ts';
import { stream } from './builders.ts';

const lb = stream(balancer);
const baseline = { name: 'baseline', startAt: 0, endAt: 30_000 } as const;

/** A request each 100 ms from 0 to `untilAt`, bad where `bad` says so. */
function requests(bad: (at: number) => boolean, untilAt = 30_000, id = lb.id): readonly RequestObservation[] {
  return Array.from({ length: untilAt / 100 }, (_, index) => {
    const at = index * 100;
    const common = { kind: 'request', stream: id, scheduledAt: at, sentAt: at, endedAt: at + 5 } as const;
    return bad(at)
      ? { ...common, good: false, error: 'refused', reusedConnection: false }
      : { ...common, good: true, reusedConnection: false };
  });
}

describe('baselineFailures', () => {
  it('is empty when all was good', () => {
    expect(
      baselineFailures(
        [lb],
        requests(() => false),
        baseline,
      ),
    ).to.deep.equal([]);
  });

  it('lets a single blip pass, also in a short baseline', () => {
    const short = { ...baseline, endAt: 5000 };
    expect(
      baselineFailures(
        [lb],
        requests((at) => at === 2000, 5000),
        short,
      ),
    ).to.deep.equal([]);
  });

  it('refuses a stream that is good in less than 99 %', () => {
    const [reason] = baselineFailures(
      [lb],
      requests((at) => at % 5000 === 0),
      baseline,
    );
    expect(reason).to.equal('baseline of lb readyz new: 6 of 300 requests were bad (98% good, 99% needed; refused)');
  });

  it('refuses a stream that is down at the end, however good it was', () => {
    const [reason] = baselineFailures(
      [lb],
      requests((at) => at >= 29_800),
      baseline,
    );
    expect(reason).to.equal('baseline of lb readyz new: it was down when the baseline ended (refused)');
  });

  it('refuses a stream whose last requests still hang', () => {
    const [reason] = baselineFailures(
      [lb],
      requests(() => false, 27_000),
      baseline,
    );
    expect(reason).to.equal('baseline of lb readyz new: no answer in the last 3.1s of it');
  });

  it('refuses a stream without a sample', () => {
    expect(baselineFailures([lb], [], baseline)).to.have.length(1);
  });

  it('looks at the baseline alone', () => {
    const later = { ...baseline, startAt: 10_000 };
    expect(
      baselineFailures(
        [lb],
        requests((at) => at < 10_000),
        later,
      ),
    ).to.deep.equal([]);
  });

  it('leaves the harness’s own control stream to the validity checks', () => {
    const control = stream({ name: 'null', role: 'null', node: undefined });
    expect(
      baselineFailures(
        [control],
        requests(() => true, 30_000, control.id),
        baseline,
      ),
    ).to.deep.equal([]);
  });

  it('names a machine that had no time, beside what was bad, and never alone', () => {
    const busy = { kind: 'machine', from: 0, at: 30_000, idle: 0.01, stolen: 0.3 } as const;
    const [, reason] = baselineFailures([lb], [...requests((at) => at % 5000 === 0), busy], baseline);
    expect(reason).to.equal(
      'this machine’s processors were idle for 1% of the time, and 30% of it was taken by its host',
    );
    expect(baselineFailures([lb], [...requests(() => false), busy], baseline)).to.deep.equal([]);
    const idle = { ...busy, idle: 0.5, stolen: 0 };
    expect(baselineFailures([lb], [...requests((at) => at % 5000 === 0), idle], baseline)).to.have.length(1);
  });
});
