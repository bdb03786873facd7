import { expect } from 'chai';
import fc from 'fast-check';
import type { Objective } from '../../src/core/objective.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { RunRecord } from '../../src/core/run.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { rejudge } from '../../src/judge/rejudge.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';
import { faultOf } from '../support/timeline-builder.ts';

const survived = wholeTimeline([[31_000, 43_000]]);
const saved = (record: RunRecord): RunReport =>
  JSON.parse(
    JSON.stringify(
      assembleReport({
        record,
        scenario: scenarioOf(),
        backend: { name: 'kind', simulated: false },
        command: 'npm run chaos -- cut',
        harnessVersion: '0.1.0',
        nodeVersion: 'v20.20.0',
      }),
    ),
  ) as RunReport;
const judged = (
  record: RunRecord,
  slos: readonly Objective[],
  declared: readonly string[] | undefined = ['cut'],
): RunReport => rejudge(saved(record), record.timeline, { slos, declared });

describe('rejudge', () => {
  it('gives the same answer by the same objectives', () => {
    const record = recordOf(survived);
    expect(JSON.parse(JSON.stringify(judged(record, scenarioOf().slos)))).to.deep.equal(saved(record));
  });

  it('judges by the new objectives alone', () => {
    const strict = judged(recordOf(survived), [objectiveOf('api.recovery', 5000)]);
    expect(strict.verdict).to.equal('fail');
    expect(strict.slos).to.have.length(1);
    expect(strict.slos[0]).to.include({ value: 13_000, status: 'missed' });
    expect(judged(recordOf(survived), [objectiveOf('api.recovery', 20_000)]).verdict).to.equal('pass');
  });

  it('keeps every doubt that the timeline cannot tell', () => {
    const slos = [objectiveOf('api.recovery', 20_000)];
    const cases: readonly Partial<RunRecord>[] = [
      { steadyState: ['a node is not Ready'] },
      { stoppedBy: { code: 'interrupted', message: 'stopped by a person' } },
      { leftovers: ['NetworkChaos cut'] },
    ];
    for (const more of cases) {
      expect(judged(recordOf(survived, more), slos).verdict, JSON.stringify(more)).to.equal('inconclusive');
    }
    const old = { ...saved(recordOf(survived, { steadyState: ['a node is not Ready'] })) };
    delete (old as { steadyState?: unknown }).steadyState;
    expect(rejudge(old, survived, { slos, declared: ['cut'] }).verdict).to.equal('inconclusive');
  });

  it('does not forget a declared fault that was never reached, also when the scenario cannot be read', () => {
    const slos = [objectiveOf('api.recovery', 20_000)];
    const record = recordOf({ ...survived, faults: [] });
    expect(judged(record, slos).verdict).to.equal('inconclusive');
    expect(judged(record, slos, undefined).verdict).to.equal('inconclusive');
    expect(judged(recordOf({ ...survived, faults: [faultOf([], { error: 'no target' })] }), slos).verdict).to.equal(
      'inconclusive',
    );
  });

  it('scores no higher when a sample turns bad', () => {
    const slos = [
      objectiveOf('api.availability', 0.9, { comparison: '>=', limit: 0.5 }),
      objectiveOf('api.recovery', 60_000),
    ];
    const before = judged(recordOf(survived), slos).score ?? 0;
    const indices = [...survived.observations].flatMap((one, i) =>
      one.kind === 'request' && one.good && one.scheduledAt > 30_000 ? [i] : [],
    );
    fc.assert(
      fc.property(fc.constantFrom(...indices), (index) => {
        const observations = [...survived.observations].map((one, i) =>
          i === index && one.kind === 'request' ? { ...one, good: false, error: 'refused' as const } : one,
        );
        const report = judged(recordOf({ ...survived, observations }), slos);
        expect(report.score ?? 0).to.be.at.most(before + 1e-9);
      }),
      { numRuns: 12 },
    );
  }).timeout(60_000);
});
