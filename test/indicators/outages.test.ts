import { expect } from 'chai';
import fc from 'fast-check';
import type { Timeline } from '../../src/core/timeline.ts';
import { badSince, countBlips, findOutages, streamOutages } from '../../src/indicators/outages.ts';
import { requestsOf } from '../support/requests-of.ts';
import { criticalTimeline, lb, request, requests, streamOf, timelineOf } from '../support/timeline-builder.ts';

const stream = streamOf(lb, 'quorum-read', 'new');
const listOf = (goods: readonly boolean[]) =>
  goods.map((good, i) => request(stream, i * 100, good ? {} : { good, error: 'refused' }));
const samplesOf = (goods: readonly boolean[]) => requestsOf(listOf(goods));

describe('streamOutages', () => {
  it('spans from the first bad to the first good sample', () => {
    expect(streamOutages(requestsOf(requests(stream, 0, 2000, [[500, 900]])))).to.deep.equal([
      { stream: stream.id, startAt: 500, endAt: 900, open: false, samples: 4, errors: { refused: 4 } },
    ]);
  });

  it('takes a single bad sample for a blip, two for an outage', () => {
    expect(streamOutages(samplesOf([true, false, true, true]))).to.deep.equal([]);
    expect(streamOutages(samplesOf([true, false, false, true]))).to.have.length(1);
  });

  it('leaves an outage open that no good sample ends', () => {
    const [outage] = streamOutages(samplesOf([true, true, false, false, false]));
    expect(outage).to.include({ startAt: 200, endAt: 400, open: true, samples: 3 });
  });

  it('counts how often each error was seen', () => {
    const bad = [
      [200, 400, 'timeout'],
      [400, 500, 'reset'],
    ] as const;
    const [outage] = streamOutages(requestsOf(requests(stream, 0, 1000, bad)));
    expect(outage?.errors).to.deep.equal({ timeout: 2, reset: 1 });
  });

  it('finds in any order of arrival what a brute force finds in scheduled order', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.infiniteStream(fc.nat()), (goods, keys) => {
        const shuffled = requestsOf(
          listOf(goods)
            .map((sample) => ({ sample, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ sample }) => sample),
        );
        const found = streamOutages(shuffled).map(({ startAt, endAt, open, samples }) => [
          startAt,
          endAt,
          open,
          samples,
        ]);
        expect(found).to.deep.equal(bruteForce(goods));
        expect(streamOutages(shuffled).length + countBlips(shuffled)).to.equal(
          goods.filter((good, i) => !good && goods[i - 1] !== false).length,
        );
      }),
    );
  });
});

describe('findOutages', () => {
  it('orders the outages of all streams by their beginning, and knows only declared streams', () => {
    const timeline = criticalTimeline({ 'lb write new': [[40_000, 41_000]], 'lb write reused': [[35_000, 36_000]] });
    const strangers = requests({ ...stream, id: 'stranger' }, 0, 1000, [[0, 1000]]);
    const found = findOutages({ ...timeline, observations: [...strangers, ...timeline.observations] });
    expect(found.map((one) => one.stream)).to.deep.equal(['lb write reused', 'lb write new']);
  });

  it('does not take denied requests for an outage when the harness asked wrongly', () => {
    const denied = requests(stream, 0, 2000, [[1000, 2000, 'denied']]);
    expect(findOutages(timelineOf({ streams: [stream], observations: denied }))).to.deep.equal([]);
  });

  it('takes denials for an outage when the same question was right before and after', () => {
    const denied = requests(stream, 0, 60_000, [[40_000, 41_000, 'denied']]);
    expect(findOutages(timelineOf({ streams: [stream], observations: denied }))).to.have.length(1);
  });

  it('leaves out what was over when the warm-up was, and keeps what lasted longer', () => {
    const warmedUp = (bad: readonly [number, number][]): readonly [number, number][] => {
      const timeline = timelineOf({ streams: [stream], observations: requests(stream, 0, 60_000, bad) });
      const phases: Timeline['phases'] = [
        { name: 'setup', startAt: 0, endAt: 15_000 },
        { name: 'baseline', startAt: 15_000, endAt: 60_000 },
      ];
      return findOutages({ ...timeline, phases }).map(({ startAt, endAt }) => [startAt, endAt]);
    };
    expect(
      warmedUp([
        [3000, 4000],
        [10_000, 15_000],
        [20_000, 21_000],
      ]),
    ).to.deep.equal([[20_000, 21_000]]);
    expect(warmedUp([[14_000, 16_000]])).to.deep.equal([[14_000, 16_000]]);
  });
});

describe('badSince', () => {
  const samples = requestsOf(requests(stream, 0, 2000, [[500, 900]]));

  it('tells when the run of bad samples around an instant began', () => {
    expect(badSince(samples, 500)).to.equal(500);
    expect(badSince(samples, 700)).to.equal(500);
    expect(badSince(samples, 899)).to.equal(500);
  });

  it('tells nothing when the stream was good', () => {
    expect(badSince(samples, 499)).to.equal(undefined);
    expect(badSince(samples, 900)).to.equal(undefined);
  });
});

/** Walks every pair of instants and keeps the maximal all-bad stretches of two or more. */
function bruteForce(goods: readonly boolean[]): unknown[] {
  const found: unknown[] = [];
  for (let from = 0; from < goods.length; from += 1) {
    for (let to = from + 1; to <= goods.length; to += 1) {
      const allBad = goods.slice(from, to).every((good) => !good);
      const maximal = goods[from - 1] !== false && goods[to] !== false;
      if (!allBad || !maximal || to - from < 2) continue;
      const open = to === goods.length;
      found.push([from * 100, (open ? to - 1 : to) * 100, open, to - from]);
    }
  }
  return found;
}
