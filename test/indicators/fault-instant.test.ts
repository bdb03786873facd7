import { expect } from 'chai';
import { apiRecovery } from '../../src/indicators/api-recovery.ts';
import { chargedTo, faultInstants, healInstant } from '../../src/indicators/fault-instant.ts';
import {
  control,
  criticalTimeline,
  faultOf,
  injection,
  requests,
  streamOf,
  timelineOf,
  unhealed,
} from '../support/timeline-builder.ts';

const slowInjection = faultOf([injection(30_000, 31_000), injection(32_000, 36_000)]);

describe('faultInstants', () => {
  it('takes the latest injection for the fault, between the first application and it', () => {
    const [fault] = faultInstants(criticalTimeline([], { faults: [slowInjection] }));
    expect(fault).to.include({ at: 36_000, fromAt: 30_000, toAt: 36_000 });
  });

  it('is not later than the first bad request inside the bracket', () => {
    const [fault] = faultInstants(criticalTimeline([[33_000, 50_000]], { faults: [slowInjection] }));
    expect(fault).to.include({ at: 33_000, fromAt: 30_000, toAt: 36_000 });
  });

  it('moves back to where a run of bad requests began that covers the application', () => {
    const [fault] = faultInstants(
      criticalTimeline([[30_400, 50_000]], { faults: [faultOf([injection(31_000, 32_000)])] }),
    );
    expect(fault).to.include({ at: 30_400, fromAt: 30_400, toAt: 32_000 });
  });

  it('does not move back before the fault phase', () => {
    const [fault] = faultInstants(
      criticalTimeline([[20_000, 50_000]], { faults: [faultOf([injection(31_000, 32_000)])] }),
    );
    expect(fault).to.include({ at: 30_000, fromAt: 30_000 });
  });

  it('does not move back before the bracket of the fault before it ended', () => {
    const faults = [faultOf([injection(30_000, 36_000)]), faultOf([injection(50_000, 52_000)], { name: 'later' })];
    const [first, second] = faultInstants(criticalTimeline([[33_000, 60_000]], { faults }));
    expect(first).to.include({ at: 33_000 });
    expect(second).to.include({ at: 36_000, fromAt: 36_000, toAt: 52_000 });
  });

  it('strikes anew with an injection that comes half a minute after the one before was confirmed', () => {
    const inTurn = faultOf([injection(30_000, 31_000), injection(61_000, 62_000), injection(91_999, 92_500)]);
    const instants = faultInstants(criticalTimeline([[63_000, 64_000]], { faults: [inTurn] }));
    expect(instants.map(({ fromAt, toAt }) => [fromAt, toAt])).to.deep.equal([
      [30_000, 31_000],
      [61_000, 92_500],
    ]);
    expect(instants[1]).to.include({ fault: inTurn, at: 63_000 });
  });

  it('moves a strike back no further than to the proof of the one before', () => {
    const inTurn = faultOf([injection(30_000, 31_000, { provedAt: 90_000 }), injection(95_000, 96_000)]);
    const [, second] = faultInstants(criticalTimeline([[31_500, 99_000]], { faults: [inTurn] }));
    expect(second).to.include({ fromAt: 90_000, at: 90_000, toAt: 96_000 });
    const unproven = faultOf([injection(30_000, 31_000, { provedAt: 120_000 }), injection(95_000, 96_000)]);
    expect(faultInstants(criticalTimeline([[31_500, 99_000]], { faults: [unproven] }))[1]).to.include({ at: 31_500 });
  });

  it('does not listen to the control stream', () => {
    const echo = streamOf(control, 'echo', 'new');
    const observations = requests(echo, 0, 60_000, [[33_000, 34_000]]);
    const [fault] = faultInstants(timelineOf({ streams: [echo], observations, faults: [slowInjection] }));
    expect(fault?.at).to.equal(36_000);
  });

  it('knows no fault of which nothing was applied', () => {
    const faults = [faultOf([]), faultOf([{ kind: 'node', name: 'x', proof: { status: 'unproven', detail: '' } }])];
    expect(faultInstants(timelineOf({ faults }))).to.deep.equal([]);
  });

  it('orders faults by when they struck', () => {
    const faults = [
      faultOf([injection(60_000, 61_000)], { name: 'b' }),
      faultOf([injection(30_000, 31_000)], { name: 'a' }),
    ];
    expect(faultInstants(timelineOf({ faults })).map(({ fault }) => fault.name)).to.deep.equal(['a', 'b']);
  });
});

describe('chargedTo', () => {
  const faults = faultInstants(
    timelineOf({
      faults: [
        faultOf([injection(30_000, 30_000)], { name: 'first' }),
        faultOf([injection(50_000, 50_000)], { name: 'second' }),
        faultOf([injection(85_000, 85_000)], { name: 'third' }),
      ],
    }),
  );
  const nameAt = (at: number) => chargedTo(faults, at)?.fault.name;

  it('charges what several faults may have caused to the first of them', () => {
    expect(nameAt(51_000)).to.equal('first');
    expect(nameAt(61_000)).to.equal('second');
  });

  it('charges what comes long after all of them to the latest', () => {
    expect(nameAt(84_000)).to.equal('second');
    expect(nameAt(170_000)).to.equal('third');
  });

  it('charges what began before all of them to the first', () => {
    expect(nameAt(29_000)).to.equal('first');
  });
});

describe('healInstant', () => {
  it('is the last heal over all injections', () => {
    const faults = [
      faultOf([
        injection(30_000, 30_000, { healingAt: 88_000, healedAt: 91_000 }),
        injection(30_000, 30_000, { healedAt: 90_000 }),
      ]),
    ];
    expect(healInstant(timelineOf({ faults }))).to.deep.equal({ at: 91_000, fromAt: 88_000, toAt: 91_000 });
    const turned = faults.map((fault) => ({ ...fault, injections: [...fault.injections].reverse() }));
    expect(healInstant(timelineOf({ faults: turned }))).to.include({ at: 91_000 });
  });

  it('falls back on when the injection was gone', () => {
    expect(healInstant(timelineOf({ faults: [faultOf([unhealed(92_000)])] }))).to.include({ at: 92_000 });
  });

  it('names what was not seen to be healed', () => {
    expect(healInstant(timelineOf({ faults: [faultOf([unhealed()])] }))).to.contain('not seen to be healed');
  });
});

describe('a fault that strikes in turn', () => {
  it('has its recovery measured from each strike, and not from the first', () => {
    const phases = [
      { name: 'baseline' as const, startAt: 0, endAt: 30_000 },
      { name: 'fault' as const, startAt: 30_000, endAt: 200_000 },
      { name: 'recovery' as const, startAt: 200_000, endAt: 300_000 },
    ];
    const faults = [faultOf([injection(30_000, 30_000), injection(100_000, 100_000)])];
    const bad: readonly (readonly [number, number])[] = [
      [31_000, 35_000],
      [103_000, 111_000],
    ];
    const timeline = criticalTimeline(bad, { phases, faults, endedAt: 300_000 });
    expect(apiRecovery.measure(timeline, apiRecovery.phases)).to.include({ status: 'measured', value: 11_000 });
  });
});
