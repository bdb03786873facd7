import { expect } from 'chai';
import type { Measurement } from '../../src/core/indicator.ts';
import type { Objective } from '../../src/core/objective.ts';
import { judgeObjective } from '../../src/scoring/objective.ts';

const lower = { better: 'lower', dimension: 'duration' } as const;
const objective: Objective = {
  sli: 'api.recovery',
  comparison: '<=',
  bound: 60_000,
  text: '<= 60s',
  limit: 180_000,
  weight: 1,
  during: ['fault', 'recovery'],
};
const value = (ms: number, status: 'measured' | 'censored' = 'measured'): Measurement => ({
  status,
  value: ms,
  samples: 10,
  evidence: 'lb write new',
});
const judge = (measurement: Measurement, more: Partial<Objective> = {}) =>
  judgeObjective({ ...objective, ...more }, measurement, lower);

describe('judgeObjective with a warning bound', () => {
  it('warns of what is met beyond it, and of nothing else', () => {
    expect(judge(value(50_000), { warn: 40_000 }).warning).to.equal('50s, and a warning from 40s on');
    expect(judge(value(40_000), { warn: 40_000 })).to.not.have.property('warning');
    expect(judge(value(70_000), { warn: 40_000 })).to.not.have.property('warning');
  });
});

describe('judgeObjective', () => {
  it('is met up to the bound and missed beyond it', () => {
    expect(judge(value(60_000))).to.include({
      status: 'met',
      headroom: 0,
      reason: '60s, objective <= 60s (lb write new)',
    });
    expect(judge(value(60_001)).status).to.equal('missed');
    expect(judge(value(60_000), { comparison: '<' }).status).to.equal('missed');
  });

  it('keeps each comparison at its bound', () => {
    const at = (comparison: Objective['comparison']) => judge(value(60_000), { comparison }).status;
    expect([at('<='), at('<'), at('>='), at('>')]).to.deep.equal(['met', 'missed', 'met', 'missed']);
  });

  it('is missed with score 0 when a lower bound is beyond the bound', () => {
    expect(judge(value(94_000, 'censored'))).to.include({ status: 'missed', score: 0 });
    expect(judge(value(94_000, 'censored')).reason).to.contain('>= 94s');
  });

  it('is never met by a lower bound', () => {
    const judged = judge(value(20_000, 'censored'));
    expect(judged).to.include({ status: 'unmeasured', score: undefined, headroom: undefined });
    expect(judged.reason).to.contain('not ended');
    expect(judge(value(20_000, 'censored'), { comparison: '>=', bound: 10_000 }).status).to.equal('unmeasured');
    expect(judge(value(5000, 'censored'), { comparison: '>=', bound: 10_000 }).status).to.equal('unmeasured');
  });

  it('is unmeasured without a measurement or a number', () => {
    expect(judge({ status: 'unmeasured', reason: 'no pod was seen' })).to.include({
      status: 'unmeasured',
      reason: 'no pod was seen',
    });
    expect(judge(value(Number.NaN)).status).to.equal('unmeasured');
  });
});
