import { expect } from 'chai';
import { isShort, loadIn, loadText } from '../../src/core/machine-load.ts';
import type { MachineObservation } from '../../src/core/observation.ts';
import { machineCheck } from '../../src/judge/machine-check.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const look = (from: number, at: number, idle: number, stolen?: number): MachineObservation => ({
  kind: 'machine',
  from,
  at,
  idle,
  ...(stolen === undefined ? {} : { stolen }),
});

describe('loadIn', () => {
  const all = [{ name: 'baseline', startAt: 0, endAt: 10_000 }] as const;

  it('weighs each look by its length', () => {
    expect(loadIn([look(0, 1000, 1, 0), look(1000, 4000, 0, 0.4)], all)).to.deep.equal({ idle: 0.25, stolen: 0.3 });
  });

  it('knows no stolen share where none was told, and nothing at all without looks', () => {
    expect(loadIn([look(0, 1000, 0.5)], all)).to.deep.equal({ idle: 0.5, stolen: undefined });
    expect(loadIn([], all)).to.equal(undefined);
  });

  it('counts a look to the phase that it looks back on', () => {
    const looks = [look(0, 10_000, 0.2), look(10_000, 20_000, 0.8)];
    const phases = [...all, { name: 'recovery', startAt: 10_000, endAt: 20_000 }] as const;
    expect(phases.map((phase) => loadIn(looks, [phase])?.idle)).to.deep.equal([0.2, 0.8]);
  });

  it('is short below a tenth idle, and above a twentieth stolen', () => {
    expect(isShort({ idle: 0.1, stolen: 0.05 })).to.equal(false);
    expect(isShort({ idle: 0.09, stolen: undefined })).to.equal(true);
    expect(isShort({ idle: 0.5, stolen: 0.06 })).to.equal(true);
  });

  it('is told in whole percent', () => {
    expect(loadText({ idle: 0.1234, stolen: 0.289 })).to.equal(
      'this machine’s processors were idle for 12% of the time, and 29% of it was taken by its host',
    );
  });
});

describe('machineCheck', () => {
  const check = (...looks: readonly MachineObservation[]): unknown =>
    machineCheck(timelineOf({ observations: looks }))[0];

  it('warns where the machine was short of time in the judged phases, and says nothing where none was looked at', () => {
    expect(check(look(30_000, 60_000, 0.02, 0.3))).to.deep.equal({
      check: 'machine load',
      status: 'warning',
      detail:
        'this machine’s processors were idle for 2% of the time, and 30% of it was taken by its host: slow answers may be its own',
    });
    expect(check(look(30_000, 60_000, 0.6, 0))).to.include({ status: 'ok' });
    expect(check()).to.equal(undefined);
  });

  it('does not look at the set-up', () => {
    const timeline = timelineOf({
      phases: [
        { name: 'setup', startAt: 0, endAt: 10_000 },
        { name: 'baseline', startAt: 10_000, endAt: 40_000 },
      ],
      observations: [look(0, 9000, 0), look(20_000, 21_000, 0.7)],
    });
    expect(machineCheck(timeline)[0]).to.include({ status: 'ok' });
  });
});
