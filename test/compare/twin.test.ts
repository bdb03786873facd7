import { expect } from 'chai';
import { twinOf } from '../../src/compare/twin.ts';
import { HarnessError } from '../../src/core/errors.ts';
import type { RunReport, SliReport } from '../../src/core/report.ts';
import type { InjectionRecord } from '../../src/core/timeline.ts';
import type { TwinIndicator } from '../../src/core/twin.ts';
import { sampleRun } from '../support/sample-report.ts';

type Value = number | undefined | `>=${number}`;
const units: Readonly<Record<string, string>> = { 'api.availability': 'ratio', 'etcd.leaderChanges': 'count' };

/** Runs of which one indicator has these values. */
function runs(sli: string, values: readonly Value[], more: Readonly<Record<string, SliReport>> = {}): RunReport[] {
  const { report } = sampleRun();
  return values.map((value, i) => {
    const unit = units[sli] ?? 'ms';
    const one: SliReport =
      value === undefined
        ? { status: 'unmeasured', unit, phases: {} }
        : typeof value === 'string'
          ? { status: 'censored', value: Number(value.slice(2)), unit, phases: {} }
          : { status: 'measured', value, unit, phases: {} };
    return { ...report, id: `run${i}`, seed: i, slos: [], slis: { [sli]: one, ...more } };
  });
}

function row(sli: string, measured: readonly Value[], simulated: readonly Value[]): TwinIndicator {
  return twinOf(runs(sli, measured), runs(sli, simulated), {}).indicators[0]!;
}

/** An API that took so long to answer half of the requests of the baseline. */
function baseline(value: number): Readonly<Record<string, SliReport>> {
  const phases = { baseline: { status: 'measured' as const, value } };
  return { 'api.latency.p50': { status: 'measured', value, unit: 'ms', phases } };
}

describe('twinOf', () => {
  it('takes medians for alike within a factor of 1.5, and apart beyond', () => {
    expect(row('nodes.detection', [60_000], [41_000])).to.include({ place: 'alike', reason: '' });
    expect(row('nodes.detection', [60_000], [39_000])).to.include({ place: 'apart', ratio: 0.65 });
    expect(row('nodes.detection', [60_000], [89_000])).to.include({ place: 'alike' });
    expect(row('nodes.detection', [60_000], [91_000])).to.include({ place: 'apart' });
  });

  it('takes what lies inside the simulated range for alike, however far from its median', () => {
    expect(row('nodes.detection', [60_000], [20_000, 21_000, 61_000])).to.include({ place: 'alike' });
  });

  it('takes what is no further apart than matters for alike', () => {
    expect(row('etcd.leaderless', [400], [50])).to.include({ place: 'alike', ratio: 0.125 });
    const { place, ratio } = row('etcd.leaderChanges', [1], [0]);
    expect([place, ratio]).to.deep.equal(['alike', undefined]);
    expect(row('etcd.leaderChanges', [3], [0])).to.include({ place: 'apart' });
  });

  it('compares shares by what is lacking', () => {
    const { ratio, place } = row('api.availability', [0.9], [0.98]);
    expect(ratio).to.be.closeTo(0.2, 1e-9);
    expect(place).to.equal('apart');
    expect(row('api.availability', [0.9], [0.92]).place).to.equal('alike');
  });

  it('lets a bound be contradicted only by what was shorter', () => {
    expect(row('api.recovery', ['>=60000'], [90_000]).place).to.equal('alike');
    expect(row('api.recovery', ['>=60000'], [30_000]).place).to.equal('apart');
    expect(row('api.recovery', [30_000], ['>=60000']).place).to.equal('apart');
    expect(row('api.recovery', ['>=60000'], ['>=90000']).place).to.equal('alike');
    expect(row('api.recovery', [10_000, '>=60000', '>=60000'], [50_000]).measured).to.include({
      median: 60_000,
      medianCensored: true,
    });
  });

  it('says on which side something was not measured, and leaves out what neither did', () => {
    expect(row('pods.deficit', [undefined], [1])).to.include({
      place: 'unknown',
      reason: 'not measured on the real cluster',
    });
    expect(row('pods.deficit', [1], [undefined]).reason).to.equal('not measured on the simulated cluster');
    expect(twinOf(runs('pods.deficit', [undefined]), runs('pods.deficit', [undefined]), {}).indicators).to.deep.equal(
      [],
    );
  });

  it('names a machine that was slow before anything was broken, where it is in question', () => {
    const compare = (sli: string, real: number, twin: number): TwinIndicator | undefined => {
      const found = twinOf(runs(sli, [real], baseline(60)), runs(sli, [twin], baseline(4)), { zones: 3 });
      expect(found.notes[0]).to.contain('15 times as long to answer (P50 60ms, simulated 4ms)');
      return found.indicators.find((one) => one.sli === sli);
    };
    expect(compare('api.recovery', 50_000, 10_000)?.reason).to.contain('short of processor time');
    expect(compare('api.recovery', 10_000, 50_000)?.reason).to.not.contain('processor time');
    const fair = twinOf(runs('nodes.detection', [9e4], baseline(5)), runs('nodes.detection', [3e4], baseline(4)), {});
    expect(fair.notes).to.deep.equal([]);
    expect(fair.indicators.find(({ sli }) => sli === 'nodes.detection')?.reason).to.contain(
      'worth a look at the simulation',
    );
  });

  it('puts those with an objective first, and tells what the rehearsals were told', () => {
    const { report } = sampleRun();
    const judged = runs('pods.deficit', [3], baseline(4)).map((run) => ({
      ...run,
      slos: [{ ...report.slos[0]!, sli: 'pods.deficit' }],
    }));
    const twin = twinOf(judged, runs('pods.deficit', [3, 4], baseline(4)), {
      zones: 3,
      etcd: { electionTimeout: '2s' },
    });
    expect(twin.indicators.map(({ sli }) => sli)).to.deep.equal(['pods.deficit', 'api.latency.p50']);
    expect(twin.settings).to.deep.equal(['zones=3', 'etcd.electionTimeout=2s']);
    expect(twin.seeds).to.deep.equal([0, 1]);
  });

  it('notes a run of which a fault is not proven, or was tried again', () => {
    const [run] = runs('pods.deficit', [1]);
    const notes = (injection: Partial<InjectionRecord>): readonly string[] => {
      const whole: InjectionRecord = {
        kind: 'chaos-mesh',
        name: 'x',
        proof: { status: 'proven', detail: '' },
        ...injection,
      };
      const faults = [{ name: 'f', type: 't', injections: [whole], disabledNodes: [], targets: [] }];
      return twinOf([{ ...run!, faults }], runs('pods.deficit', [1]), {}).notes;
    };
    const unproven = { status: 'unproven' as const, detail: '' };
    expect(notes({ proof: unproven })).to.deep.equal(['Run run0: "f" is not proven to have been injected.']);
    expect(notes({ appliedAt: 1000, injectedAt: 4000 })).to.deep.equal([]);
    expect(notes({ appliedAt: 1000, injectedAt: 51_000 })[0]).to.contain('only 50s after it was applied');
  });

  it('refuses an empty side and runs of different scenarios', () => {
    const some = runs('pods.deficit', [1]);
    expect(() => twinOf([], some, {})).to.throw(HarnessError, 'no run on one side');
    const other = some.map((run) => ({ ...run, scenario: { ...run.scenario, name: 'other' } }));
    expect(() => twinOf(some, other, {})).to.throw(HarnessError, 'different scenarios');
  });
});
