import { expect } from 'chai';
import fc from 'fast-check';
import type { Measurement } from '../../src/core/indicator.ts';
import type { RequestError } from '../../src/core/observation.ts';
import { indicators } from '../../src/indicators/index.ts';
import {
  criticalStreams,
  lb,
  pod,
  request,
  scrapes,
  sight,
  streamOf,
  timelineOf,
  usualPhases,
  workload,
} from '../support/timeline-builder.ts';

const period = 100;
const [critical] = criticalStreams();
const stretches = (most: number) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 1799 }), fc.integer({ min: 1, max: most })), { maxLength: 6 });
const goodsOf = (bad: readonly (readonly [number, number])[], n: number): readonly boolean[] =>
  Array.from({ length: n }, (_, i) => !bad.some(([from, length]) => i >= from && i < from + length));
const timelineOfGoods = (goods: readonly boolean[]) =>
  timelineOf({
    streams: [critical!],
    observations: goods.map((good, i) => request(critical!, i * period, good ? {} : { good, error: 'reset' })),
  });

/** Recovery from the definition, instant by instant: no run, window or outage is ever held on to. */
function recoveryByTime(
  goods: readonly boolean[],
  faultAt: number,
  faultEndAt: number,
): { status: string; value: number } {
  const badAt = (i: number): boolean => goods[i] === false;
  const scored = (i: number): boolean => badAt(i) && (badAt(i - 1) || badAt(i + 1));
  let worst = 0;
  let open = false;
  for (let i = 0; i < goods.length; i += 1) {
    const begins = scored(i) && !badAt(i - 1);
    if (!begins || i * period >= faultEndAt) continue;
    let next = i;
    while (next < goods.length && badAt(next)) next += 1;
    if (next < goods.length && next * period <= faultAt) continue;
    const since = i * period - faultAt >= 30_000 ? i * period : faultAt;
    const { at, sure } = firstGoodForGood(goods, Math.max(i, Math.ceil(faultAt / period)), scored);
    worst = Math.max(worst, at * period - since);
    if (!sure) open = true;
  }
  return { status: open ? 'censored' : 'measured', value: worst };
}

function firstGoodForGood(
  goods: readonly boolean[],
  from: number,
  scored: (i: number) => boolean,
): { at: number; sure: boolean } {
  for (let i = from; i < goods.length; i += 1) {
    let bad = 0;
    let broken = false;
    for (let k = i; k <= i + 309 && k < goods.length; k += 1) {
      if (k < i + 10 && goods[k] === false) broken = true;
      if (goods[k] === false) bad += 1;
      if (k >= i + 10 && scored(k)) broken = true;
    }
    if (!broken && bad <= 3) return { at: i, sure: i + 309 < goods.length };
  }
  return { at: goods.length - 1, sure: false };
}

describe('against an oracle', () => {
  it('api.recovery is what the definition says, instant by instant', () => {
    const others = criticalStreams().slice(1);
    fc.assert(
      fc.property(fc.oneof(stretches(2), stretches(40), stretches(400)), (bad) => {
        const goods = goodsOf(bad, 1800);
        const timeline = timelineOfGoods(goods);
        const whole = {
          ...timeline,
          streams: criticalStreams(),
          observations: [
            ...timeline.observations,
            ...others.flatMap((stream) => goods.map((_, i) => request(stream, i * period))),
          ],
        };
        const { measure, phases } = indicators.get('api.recovery');
        expect(measure(whole, phases)).to.include(recoveryByTime(goods, 30_000, 90_000));
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);

  it('api.availability is the count of good requests in the phases', () => {
    const subsets = fc.subarray(['baseline', 'fault', 'recovery'] as const, { minLength: 1 });
    fc.assert(
      fc.property(stretches(300), subsets, (bad, during) => {
        const goods = goodsOf(bad, 1800);
        const windows = usualPhases.filter(({ name }) => during.some((one) => one === name));
        let total = 0;
        let good = 0;
        for (let i = 0; i < 1800; i += 1) {
          const inside = windows.some(({ startAt, endAt }) => startAt <= i * period && i * period < endAt);
          if (inside) total += 1;
          if (inside && goods[i] === true) good += 1;
        }
        const measured = indicators.get('api.availability').measure(timelineOfGoods(goods), during);
        expect(measured).to.include({ status: 'measured', value: good / total, samples: total });
      }),
      { numRuns: 60 },
    );
  });

  it('api.latency is the nearest rank of a sorted list, and a lower bound where failures without end would move it', () => {
    const stream = streamOf(lb, 'quorum-read', 'new');
    const sample = fc.record({
      ms: fc.integer({ min: 1, max: 9000 }),
      error: fc.option(fc.constantFrom<RequestError>('refused', 'slow', 'denied', 'timeout'), {
        nil: undefined,
        freq: 3,
      }),
    });
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 368, maxLength: 600 }),
        fc.constantFrom([0.5, 'api.latency.p50'] as const, [0.99, 'api.latency.p99'] as const),
        (samples, [q, name]) => {
          const observations = samples.map(({ ms, error }, i) =>
            request(stream, 30_000 + i * period, {
              endedAt: 30_000 + i * period + ms,
              ...(error === undefined ? {} : { good: false, error }),
            }),
          );
          const failed = ({ error }: { error: RequestError | undefined }): boolean =>
            error !== undefined && error !== 'slow';
          const rank = Math.ceil((q * 1000 * samples.length) / 1000 - 1e-9);
          const nth = (values: number[]): number => values.sort((a, b) => a - b)[rank - 1]!;
          const value = nth(samples.map((one) => (failed(one) ? Math.max(5000, one.ms) : one.ms)));
          const endless = nth(samples.map((one) => (failed(one) ? Infinity : one.ms)));
          // The stream has no baseline of its own here: without that phase, denials are the cluster's.
          const phases = usualPhases.slice(1);
          const measured = indicators
            .get(name)
            .measure(
              timelineOf({ phases, streams: [stream], observations }),
              ['fault', 'recovery'].slice(0, observations.at(-1)!.scheduledAt >= 90_000 ? 2 : 1) as ['fault'],
            );
          expect(measured).to.include({ status: endless === value ? 'measured' : 'censored', value });
          const [low, high] = (measured as Extract<Measurement, { value: number }>).bounds!;
          expect(low).to.be.at.most(value);
          expect(high).to.be.at.least(value);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('pods.deficit and pods.pendingPeak are what a look at every 100 ms adds up to', () => {
    const change = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      at: fc.integer({ min: 1, max: 1799 }),
      state: fc.constantFrom('ready', 'unready', 'pending', 'terminating', 'gone' as const),
    });
    const desire = fc.record({ at: fc.integer({ min: 1, max: 1799 }), desired: fc.integer({ min: 0, max: 4 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.array(desire, { maxLength: 3 }), (found, desires) => {
        const changes = [...new Map(found.map((one) => [`${one.name}${one.at}`, one])).values()];
        const wishes = [...new Map(desires.map((one) => [one.at, one])).values()];
        const first = ['a', 'b', 'c'].map((name) => ({ name, at: 0, state: 'ready' as const }));
        const observations = [
          sight('pods', 0, 'seeing'),
          workload(0, 3),
          ...wishes.map(({ at, desired }) => workload(at * 100, desired)),
          ...[...first, ...changes].map(({ name, at, state }) =>
            pod(name, at * 100, {
              ready: state === 'ready' || state === 'terminating',
              phase: state === 'pending' ? 'Pending' : 'Running',
              terminating: state === 'terminating',
              change: state === 'gone' ? 'gone' : 'present',
            }),
          ),
        ];
        let deficit = 0;
        let peak = 0;
        for (let i = 300; i < 1800; i += 1) {
          const states = ['a', 'b', 'c', 'd'].map(
            (name) =>
              [...first, ...changes]
                .filter((one) => one.name === name && one.at <= i)
                .sort((x, y) => x.at - y.at)
                .at(-1)?.state,
          );
          const desired =
            wishes
              .filter(({ at }) => at <= i)
              .sort((x, y) => x.at - y.at)
              .at(-1)?.desired ?? 3;
          deficit += Math.max(0, desired - states.filter((state) => state === 'ready').length) / 10;
          peak = Math.max(peak, states.filter((state) => state === 'pending').length);
        }
        const timeline = timelineOf({ observations });
        const measured = indicators.get('pods.deficit').measure(timeline, ['fault', 'recovery']);
        expect((measured as { value: number }).value).to.be.closeTo(deficit, 1e-6);
        expect(indicators.get('pods.pendingPeak').measure(timeline, ['fault', 'recovery'])).to.include({ value: peak });
      }),
      { numRuns: 100 },
    );
  });

  it('etcd.leaderless is the seconds in which no member said that it has a leader', () => {
    const members = ['a', 'b', 'c'];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...members), fc.nat(179), fc.integer({ min: 1, max: 60 }), fc.boolean()), {
          maxLength: 8,
        }),
        (spells) => {
          const stateOf = (member: string, at: number): 'led' | 'lost' | 'away' => {
            const spell = spells.find(
              ([who, from, length]) => who === member && at / 1000 >= from && at / 1000 < from + length,
            );
            if (spell === undefined) return 'led';
            return spell[3] ? 'away' : 'lost';
          };
          const observations = scrapes(members, 0, 180_000, (member, at) => {
            const state = stateOf(member, at);
            return state === 'away' ? { reachable: false } : { hasLeader: state === 'led' };
          });
          let seconds = 0;
          for (let second = 30; second < 180; second += 1) {
            if (members.every((member) => stateOf(member, second * 1000) !== 'led')) seconds += 1;
          }
          const measured = indicators
            .get('etcd.leaderless')
            .measure(timelineOf({ observations }), ['fault', 'recovery']);
          expect(measured).to.include({ status: 'measured', value: seconds * 1000 });
        },
      ),
      { numRuns: 100 },
    );
  });
});
