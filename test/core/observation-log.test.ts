import { expect } from 'chai';
import fc from 'fast-check';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import { logOf, ObservationLog, ofKind } from '../../src/core/observation-log.ts';
import { stretchLength } from '../../src/core/request-columns.ts';
import { node, pod } from '../support/timeline-builder.ts';

const instant = fc.double({ min: 0, max: 1e8, noNaN: true });
/** Any request: each key that need not be there is there, or is not. */
const anyRequest: fc.Arbitrary<RequestObservation> = fc.record(
  {
    kind: fc.constant('request'),
    stream: fc.constantFrom('lb readyz new', 'lb readyz reused', 'cp-1 write new'),
    scheduledAt: instant,
    sentAt: instant,
    connectedAt: instant,
    securedAt: instant,
    firstByteAt: instant,
    endedAt: instant,
    good: fc.boolean(),
    error: fc.constantFrom('refused', 'slow', 'denied', 'other'),
    detail: fc.string(),
    status: fc.constantFrom(0, 200, 429, 999),
    remoteAddress: fc.constantFrom('172.18.0.5', '::1', ''),
    reusedConnection: fc.boolean(),
  },
  { requiredKeys: ['kind', 'stream', 'scheduledAt', 'sentAt', 'endedAt', 'good', 'reusedConnection'] },
);
const anyState = fc.nat(1e6).map((at): Observation => (at % 2 === 0 ? node('n', at, 'True') : pod('p', at)));
const many = fc.array(fc.oneof(anyRequest, anyState), { maxLength: 80 });

const logWith = (observations: readonly Observation[]): ObservationLog => {
  const log = new ObservationLog();
  for (const one of observations) log.add(one);
  return log;
};

describe('ObservationLog', () => {
  it('gives back what was put in, in its order, and of requests no key more and none less', () => {
    fc.assert(
      fc.property(many, (observations) => {
        const log = logWith(observations);
        expect([...log]).to.deep.equal(observations);
        expect(log.length).to.equal(observations.length);
      }),
    );
  });

  it('has each stream in the order in which its requests were due, those due at once as they came', () => {
    const few = fc.array(fc.tuple(fc.nat(8), anyRequest), { maxLength: 60 });
    fc.assert(
      fc.property(few, (drawn) => {
        const all = drawn.map(([scheduledAt, one]) => ({ ...one, scheduledAt }));
        const log = logWith(all);
        for (const id of ['lb readyz new', 'cp-1 write new', 'never seen']) {
          const expected = all.filter(({ stream }) => stream === id).sort((a, b) => a.scheduledAt - b.scheduledAt);
          const looked = [...log.requests(id)].map(
            ({ stream, scheduledAt, sentAt, endedAt, good, error, detail, status }) => {
              return [stream, scheduledAt, sentAt, endedAt, good, error, detail, status];
            },
          );
          expect(looked).to.deep.equal(
            expected.map(({ stream, scheduledAt, sentAt, endedAt, good, error, detail, status }) => {
              return [stream, scheduledAt, sentAt, endedAt, good, error, detail, status];
            }),
          );
        }
      }),
    );
  });

  it('keeps more than one stretch of a stream', () => {
    const seen = (index: number): RequestObservation => ({
      kind: 'request',
      stream: `s${index % 2}`,
      scheduledAt: index,
      sentAt: index,
      endedAt: index + 0.25,
      good: index % 5 !== 0,
      reusedConnection: false,
      ...(index > 5 * stretchLength ? { connectedAt: index + 0.125 } : {}),
    });
    const all = Array.from({ length: 7 * stretchLength + 3 }, (_, index) => seen(index));
    const log = logWith(all);
    expect([...log]).to.deep.equal(all);
    expect(log.requests('s1').at(-1)?.scheduledAt).to.equal(7 * stretchLength + 1);
  });

  it('sees what was added since it was asked last', () => {
    const log = logWith([node('w', 0, 'True')]);
    expect([log.ofKind('node').length, log.requests('s').length]).to.deep.equal([1, 0]);
    const one = { kind: 'request', stream: 's', scheduledAt: 5, sentAt: 5, endedAt: 6 } as const;
    log.add({ ...one, good: true, reusedConnection: false });
    log.add(node('w', 9, 'False'));
    expect([log.ofKind('node').length, log.requests('s').length]).to.deep.equal([2, 1]);
    expect(log.states.map(({ at }) => at)).to.deep.equal([0, 9]);
  });
});

describe('logOf', () => {
  it('makes one log of a list, and another when the list has grown', () => {
    const observations: Observation[] = [node('w', 0, 'True')];
    const log = logOf(observations);
    expect(logOf(log)).to.equal(log);
    expect(logOf(observations)).to.equal(log);
    observations.push(node('w', 1, 'False'));
    expect(ofKind({ observations }, 'node')).to.have.length(2);
  });

  it('makes no copies of a list’s requests', () => {
    const one = { kind: 'request', stream: 's', scheduledAt: 5, sentAt: 5, endedAt: 6 } as const;
    const observations = [{ ...one, good: true, reusedConnection: false }];
    const log = logOf(observations);
    expect(log.requests('s').at(0)).to.equal(observations[0]);
    expect([...log][0]).to.equal(observations[0]);
  });
});
