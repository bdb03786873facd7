import { expect } from 'chai';
import fc from 'fast-check';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { RunRecord } from '../../src/core/run.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';
import { type Bad, entry, faultOf, injection, requests, streamOf } from '../support/timeline-builder.ts';

const app = streamOf(entry('w1'), 'http-get', 'new');
const slos = [
  objectiveOf('api.recovery', 20_000),
  objectiveOf('api.recoveryAfterHeal', 5000),
  objectiveOf('api.availability', 0.95, { comparison: '>=', limit: 0.8 }),
  objectiveOf('api.latency.p50', 250),
  objectiveOf('api.latency.p99', 1000, { limit: 6000 }),
  objectiveOf('traffic.availability', 1, { comparison: '>=', limit: 1 }),
  objectiveOf('traffic.errorRate', 0, { limit: 0 }),
  objectiveOf('traffic.latency.p99', 500),
];
const assemble = (record: RunRecord, objectives = slos): RunReport =>
  assembleReport({
    record,
    scenario: scenarioOf({ slos: objectives }),
    backend: { name: 'kind', simulated: false },
    command: 'npm run chaos -- cut',
    harnessVersion: '0.1.0',
    nodeVersion: 'v20.20.0',
  });

/** A run in which the API and the workload are bad as told, the latter on its one entry. */
function runOf(bad: readonly Bad[], confirmedAt = 30_000): Timeline {
  const timeline = wholeTimeline(bad, { faults: [faultOf([injection(30_000, confirmedAt)])] });
  return {
    ...timeline,
    streams: [...timeline.streams, app],
    observations: [...timeline.observations, ...requests(app, 0, 180_000, bad.slice(0, 1))],
  };
}
/** One stream that never came back. */
function neverBack(id: string): Timeline {
  const timeline = wholeTimeline([]);
  const observations = [...timeline.observations].map(
    (one): Observation =>
      one.kind === 'request' && one.stream === id && one.scheduledAt >= 31_000 ? { ...one, good: false } : one,
  );
  return { ...timeline, observations };
}
const stretches = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1799 }), fc.integer({ min: 1, max: 150 })), { maxLength: 3 })
  .map((found) => found.map(([from, length]): Bad => [from * 100, (from + length) * 100]));
const errors = fc.constantFrom('refused', 'timeout', 'slow', 'denied' as const);

describe('a report', () => {
  it('never scores higher, as a whole or for one objective, when more requests are bad', () => {
    const worse = fc.record({ at: fc.nat(), count: fc.integer({ min: 1, max: 12 }), error: errors });
    fc.assert(
      fc.property(
        stretches,
        fc.integer({ min: 0, max: 50 }),
        fc.array(worse, { minLength: 1, maxLength: 3 }),
        (bad, wait, extra) => {
          const timeline = runOf(bad, 30_000 + wait * 100);
          const before = assemble(recordOf(timeline));
          const after = assemble(recordOf({ ...timeline, observations: spoiled([...timeline.observations], extra) }));
          expect(after.score ?? 0).to.be.at.most((before.score ?? 0) + 1e-4);
          for (const [i, slo] of after.slos.entries()) {
            expect(slo.score ?? 0, slo.sli).to.be.at.most((before.slos[i]?.score ?? 0) + 1e-6);
          }
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(120_000);

  it('has a score from 0 to 100 or none, and no figure that is not a number', () => {
    const numbers: number[] = [];
    fc.assert(
      fc.property(stretches, fc.double({ min: 0, max: 1, noNaN: true }), (bad, share) => {
        const timeline = runOf(bad);
        const kept = [...timeline.observations].filter((_, i) => ((i * 7919) % 1000) / 1000 >= share);
        const report = assemble(recordOf({ ...timeline, observations: kept }));
        JSON.stringify(report, (_key, value: unknown) => {
          if (typeof value === 'number') numbers.push(value);
          return value;
        });
        if (report.score !== undefined) expect(report.score).to.be.within(0, 100);
      }),
      { numRuns: 40 },
    );
    expect(numbers.length).to.be.above(1000);
    expect(numbers.filter((value) => !Number.isFinite(value))).to.deep.equal([]);
  }).timeout(120_000);

  it('never passes when evidence is taken from a run that did not pass', () => {
    const judged = [objectiveOf('api.recovery', 20_000), objectiveOf('etcd.leaderChanges', 0)];
    expect(assemble(recordOf(wholeTimeline([[31_000, 43_000]])), judged).verdict).to.equal('pass');
    const unproven = faultOf([injection(30_000, 30_000, { proof: { status: 'unproven', detail: '' } })]);
    const records = [
      recordOf(wholeTimeline([[31_000, 999_999]])),
      recordOf(
        wholeTimeline([
          [31_000, 32_000],
          [80_000, 999_999],
        ]),
      ),
      recordOf(wholeTimeline([[31_000, 150_000]])),
      recordOf(neverBack('lb write new')),
      recordOf(wholeTimeline([[31_000, 43_000]], { faults: [unproven] })),
      recordOf(wholeTimeline([[40_000, 999_999, 'denied']])),
      recordOf(wholeTimeline([[10_000, 11_000, 'denied']])),
      recordOf(wholeTimeline([]), { leftovers: ['NetworkChaos cut'] }),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.array(taking, { minLength: 1, maxLength: 3 }), (record, takings) => {
        const before = assemble(record, judged);
        expect(before.verdict).to.not.equal('pass');
        const timeline = takings.reduce((left, take) => take(left), record.timeline);
        const after = assemble({ ...record, timeline }, judged);
        expect(after.verdict).to.not.equal('pass');
      }),
      { numRuns: 80 },
    );
  }).timeout(120_000);
});

/** Makes some good requests bad. */
function spoiled(
  observations: readonly Observation[],
  extra: readonly { at: number; count: number; error: NonNullable<RequestObservation['error']> }[],
): readonly Observation[] {
  const places = new Map(
    extra.flatMap(({ at, count, error }) =>
      Array.from({ length: count }, (_, i) => [(at + i) % observations.length, error] as const),
    ),
  );
  return observations.map((one, i) => {
    const error = places.get(i);
    return error === undefined || one.kind !== 'request' || !one.good ? one : { ...one, good: false, error };
  });
}

const without =
  (loses: (one: Observation) => boolean) =>
  (timeline: Timeline): Timeline => ({
    ...timeline,
    observations: [...timeline.observations].filter((one) => !loses(one)),
  });
const at = (one: Observation): number => (one.kind === 'request' ? one.scheduledAt : one.at);

/** Ways to lose evidence. */
const taking: fc.Arbitrary<(timeline: Timeline) => Timeline> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 1800 }), fc.integer({ min: 5, max: 1800 }))
    .map(([from, length]) => without((one) => at(one) >= from * 100 && at(one) < (from + length) * 100)),
  fc
    .constantFrom('request', 'pod', 'workload', 'etcd', 'node', 'watch')
    .map((kind) => without((one) => one.kind === kind)),
  fc
    .constantFrom('lb write new', 'null echo new', 'lb quorum-read reused')
    .map((id) => without((one) => one.kind === 'request' && one.stream === id)),
  fc.constant(without((one) => one.kind === 'request' && !one.good)),
  fc.constantFrom('lb write new', 'null echo new').map(
    (id) =>
      (timeline: Timeline): Timeline => ({
        ...timeline,
        streams: timeline.streams.filter((stream) => stream.id !== id),
      }),
  ),
  fc.constant((timeline: Timeline): Timeline => ({ ...timeline, streams: [] })),
  fc.constant((timeline: Timeline): Timeline => ({ ...timeline, faults: [] })),
  fc.constantFrom('baseline', 'fault', 'recovery').map(
    (name) =>
      (timeline: Timeline): Timeline => ({
        ...timeline,
        phases: timeline.phases.filter((phase) => phase.name !== name),
      }),
  ),
);
