import { expect } from 'chai';
import fc from 'fast-check';
import type { Measurement } from '../../src/core/indicator.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { apiRecovery } from '../../src/indicators/api-recovery.ts';
import {
  apiserver,
  type Bad,
  control,
  criticalTimeline,
  faultOf,
  injection,
  lb,
  requests,
  streamOf,
  timelineOf,
} from '../support/timeline-builder.ts';

const measure = (timeline: Timeline): Measurement => apiRecovery.measure(timeline, apiRecovery.phases);
const recovery = (bad: Parameters<typeof criticalTimeline>[0], parts: Partial<Timeline> = {}): Measurement =>
  measure(criticalTimeline(bad, parts));

describe('api.recovery', () => {
  it('runs from the fault to the first good request of a run that lasts', () => {
    const measured = recovery([[31_000, 43_000]]);
    expect(measured).to.include({ status: 'measured', value: 13_000 });
    expect(measured).to.have.deep.property('bounds', [12_900, 13_000]);
  });

  it('is that of the worst critical stream', () => {
    const measured = recovery({ 'lb quorum-read new': [[31_000, 33_000]], 'lb write reused': [[31_000, 52_000]] });
    expect(measured).to.include({ value: 22_000 });
    expect(measured).to.have.property('evidence').that.contains('lb write reused');
  });

  it('is 0 and says why when nothing was bad', () => {
    const measured = recovery([]);
    expect(measured).to.include({ status: 'measured', value: 0, samples: 6000 });
    expect(measured).to.have.property('evidence').that.contains('no outage in the fault phase');
  });

  it('is not that of other ways into the API, nor of readiness', () => {
    const others = [
      streamOf(apiserver('cp-1'), 'quorum-read', 'new'),
      streamOf(apiserver('cp-1'), 'write', 'reused'),
      streamOf(lb, 'readyz', 'new'),
      streamOf(control, 'echo', 'new'),
    ];
    const timeline = criticalTimeline([]);
    const observations = [
      ...timeline.observations,
      ...others.flatMap((one) => requests(one, 0, 180_000, [[31_000, 43_000]])),
    ];
    expect(measure({ ...timeline, streams: [...timeline.streams, ...others], observations })).to.include({
      status: 'measured',
      value: 0,
    });
  });

  it('does not depend on the order in which answers came', () => {
    const timeline = criticalTimeline([
      [31_000, 43_000],
      [50_000, 50_100],
      [77_000, 79_000],
    ]);
    const reversed = { ...timeline, observations: [...timeline.observations].reverse() };
    expect(measure(reversed)).to.deep.equal(measure(timeline));
  });

  it('takes requests that were due and never seen for bad ones', () => {
    const timeline = criticalTimeline([[31_000, 40_000]]);
    const lacking = (ms: number): Timeline => ({
      ...timeline,
      observations: [...timeline.observations].filter(
        (one) => one.kind !== 'request' || one.scheduledAt < 50_000 || one.scheduledAt >= 50_000 + ms,
      ),
    });
    expect(measure(lacking(300))).to.include({ value: 10_000 });
    expect(measure(lacking(400)).status).to.equal('censored');
  });

  it('is 0 for blips', () => {
    expect(
      recovery([
        [31_000, 31_100],
        [40_000, 40_100],
      ]),
    ).to.include({ value: 0 });
  });

  it('does not count nine good in a row as recovered', () => {
    expect(
      recovery([
        [31_000, 40_000],
        [40_900, 45_000],
      ]),
    ).to.include({ value: 15_000 });
    expect(
      recovery([
        [31_000, 40_000],
        [41_000, 41_100],
      ]),
    ).to.include({ value: 10_000 });
  });

  it('starts anew when an outage comes within 30 s after the tenth good', () => {
    // The run from 40.0 s has its tenth good at 40.9 s: an outage at 70.8 s is within, one at 71.0 s is not.
    expect(
      recovery([
        [31_000, 40_000],
        [70_800, 71_000],
      ]),
    ).to.include({ value: 41_000 });
    expect(
      recovery([
        [31_000, 40_000],
        [71_000, 71_200],
      ]),
    ).to.include({ value: 10_000 });
    // It begins on the last request of the window, and goes on beyond.
    expect(
      recovery([
        [31_000, 40_000],
        [70_900, 71_100],
      ]),
    ).to.include({ value: 41_100 });
  });

  it('starts anew when more than 1 % of those 30 s are bad', () => {
    const blips = (count: number): Bad[] =>
      Array.from({ length: count }, (_, i) => [45_000 + i * 5000, 45_100 + i * 5000]);
    expect(recovery([[31_000, 40_000], ...blips(3)])).to.include({ value: 10_000 });
    expect(recovery([[31_000, 40_000], ...blips(4)])).to.include({ value: 15_100 });
  });

  it('goes on into the recovery phase', () => {
    expect(recovery([[55_000, 100_000]])).to.include({ status: 'measured', value: 70_000 });
  });

  it('measures an outage that begins 30 s after the fault or later from its own beginning', () => {
    expect(recovery([[59_900, 60_900]])).to.include({ value: 30_900 });
    expect(recovery([[60_000, 61_000]])).to.include({ status: 'measured', value: 1000 });
    expect(recovery([[60_000, 61_000]])).to.have.deep.property('bounds', [900, 1000]);
  });

  it('does not end with the first recovery of the fault phase', () => {
    const early: Bad = [31_000, 35_000];
    expect(recovery([early, [75_000, 80_000]])).to.include({ status: 'measured', value: 5000 });
    expect(recovery([early, [75_000, 84_000]])).to.include({ value: 9000 });
    expect(recovery([early, [75_000, 999_999]])).to.include({ status: 'censored', value: 104_900 });
  });

  it('leaves out what begins after the fault phase', () => {
    expect(recovery([[91_000, 100_000]])).to.include({ value: 0 });
  });

  it('counts an outage that the fault met already under way', () => {
    expect(recovery([[20_000, 43_000]])).to.include({ value: 13_000 });
  });

  it('is at least what was seen when it never ends', () => {
    const measured = recovery([[31_000, 999_999]]);
    expect(measured).to.include({ status: 'censored', value: 149_900 });
    expect(measured).to.have.property('evidence').that.contains('not recovered when the observation ended');
  });

  it('is at least the time to the last good run when too little was seen to trust it', () => {
    const measured = recovery([[31_000, 150_000]]);
    expect(measured).to.include({ status: 'censored', value: 120_000 });
    // Ten good, then 30 s: the last of them is due at 140.9 + 30 s.
    expect(recovery([[31_000, 140_000]], { endedAt: 171_000 })).to.include({ status: 'measured', value: 110_000 });
    expect(recovery([[31_000, 140_000]], { endedAt: 170_900 })).to.include({ status: 'censored', value: 110_000 });
  });

  it('is a lower bound when one stream never recovered, however long another took', () => {
    const measured = recovery({
      'lb write new': [[31_000, 140_000]],
      'lb write reused': [
        [80_000, 80_200],
        [175_000, 999_999],
      ],
      'lb quorum-read new': [[85_000, 999_999]],
    });
    expect(measured).to.include({ status: 'censored' });
  });

  it('does not take the wait for the confirmation off the outage', () => {
    const faults = [faultOf([injection(30_000, 38_000)])];
    const measured = recovery([[31_000, 43_000]], { faults });
    expect(measured).to.include({ value: 12_000 });
    expect(measured).to.have.deep.property('bounds', [4900, 13_000]);
  });

  it('looks for recovery from the outage on, however long the confirmation took', () => {
    const faults = [faultOf([injection(30_000, 70_000)])];
    expect(recovery([[75_000, 85_000]], { faults })).to.include({ value: 15_000 });
  });

  it('is 0, and no less, when an outage ended before the fault was confirmed', () => {
    const phases = [
      { name: 'baseline' as const, startAt: 0, endAt: 30_020 },
      { name: 'fault' as const, startAt: 30_020, endAt: 90_000 },
      { name: 'recovery' as const, startAt: 90_000, endAt: 180_000 },
    ];
    const faults = [faultOf([injection(30_050, 38_000)])];
    expect(recovery([[25_000, 30_050]], { phases, faults })).to.include({ status: 'measured', value: 0 });
  });

  it('measures each of several faults, and tells the longest', () => {
    const phases = [
      { name: 'baseline' as const, startAt: 0, endAt: 30_000 },
      { name: 'fault' as const, startAt: 30_000, endAt: 200_000 },
      { name: 'recovery' as const, startAt: 200_000, endAt: 300_000 },
    ];
    const faults = [faultOf([injection(30_000, 30_000)]), faultOf([injection(130_000, 130_000)], { name: 'later' })];
    const parts = { phases, faults, endedAt: 300_000 };
    expect(
      recovery(
        [
          [31_000, 35_000],
          [131_000, 150_000],
        ],
        parts,
      ),
    ).to.include({ value: 20_000 });
    expect(
      recovery(
        [
          [31_000, 65_000],
          [131_000, 140_000],
        ],
        parts,
      ),
    ).to.include({ value: 35_000 });
  });

  it('has to come within the fault phase when that alone is named', () => {
    expect(apiRecovery.measure(criticalTimeline([[31_000, 100_000]]), ['fault'])).to.include({
      status: 'censored',
      value: 59_900,
    });
  });

  it('is unmeasured without a phase, a fault, a stream or a request', () => {
    const full = criticalTimeline([]);
    const reasonOf = (parts: Partial<Timeline>): unknown => {
      const measured = measure({ ...full, ...parts });
      return measured.status === 'unmeasured' ? measured.reason : measured;
    };
    expect(reasonOf({ phases: full.phases.slice(0, 2) })).to.equal('the run has no recovery phase');
    expect(reasonOf({ faults: [] })).to.equal('no fault was injected');
    expect(reasonOf({ streams: [] })).to.contain('no stream reads or writes');
    expect(
      reasonOf({
        observations: [...full.observations].filter((one) => one.kind !== 'request' || one.stream !== 'lb write new'),
      }),
    ).to.equal('nothing was seen in the fault phase on lb write new');
    expect(measure(timelineOf({})).status).to.equal('unmeasured');
    expect(apiRecovery.measure(full, ['baseline']).status).to.equal('unmeasured');
  });

  it('stays the fault’s when a first bad request puts the fault earlier, and the outage came within 30 s of its confirmation', () => {
    const faults = [faultOf([injection(31_000, 31_100)]), faultOf([injection(70_000, 70_000)], { name: 'later' })];
    const outage: Bad = [61_000, 61_200];
    expect(recovery({ 'lb write new': [outage] }, { faults })).to.include({ value: 30_100 });
    expect(recovery({ 'lb write new': [[31_000, 31_100], outage] }, { faults })).to.include({ value: 30_200 });
  });

  it('never gets shorter when one more request is bad, whenever that was', () => {
    const place = fc.integer({ min: 0, max: 1799 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.integer({ min: 1, max: 120 })), { maxLength: 4 }),
        place,
        fc.integer({ min: 0, max: 60 }),
        (stretches, extra, confirmedAfter) => {
          const bad = stretches.map(([from, length]): Bad => [from * 100, (from + length) * 100]);
          const faults = [
            faultOf([injection(31_000, 31_000 + confirmedAfter * 100)]),
            faultOf([injection(70_000, 70_000)], { name: 'later' }),
          ];
          const before = recovery({ 'lb write new': bad }, { faults }) as { value: number };
          const more: Bad = [extra * 100, extra * 100 + 100];
          const after = recovery({ 'lb write new': [...bad, more] }, { faults }) as { value: number };
          expect(after.value).to.be.at.least(before.value - 1e-6);
        },
      ),
      { numRuns: 300 },
    );
  });
});
