import { expect } from 'chai';
import fc from 'fast-check';
import type { ObjectiveResult, ObjectiveStatus, ValidityCheck } from '../../src/core/objective.ts';
import type { FaultRecord } from '../../src/core/timeline.ts';
import { baselineCheckName, faultsCheck, scoreOver, type VerdictInput, verdictOf } from '../../src/scoring/verdict.ts';
import { faultOf, injection } from '../support/timeline-builder.ts';

const result = (
  sli: string,
  status: ObjectiveStatus,
  more: { weight?: number; score?: number } = {},
): ObjectiveResult => ({
  objective: { sli, comparison: '<=', bound: 1, text: '<= 1', limit: 3, weight: more.weight ?? 1, during: ['fault'] },
  status,
  measurement: { status: 'unmeasured', reason: '' },
  score: status === 'met' || status === 'missed' ? (more.score ?? 1) : undefined,
  headroom: status === 'met' ? 0.5 : undefined,
  reason: 'because',
});
const fine: VerdictInput = {
  results: [result('api.recovery', 'met')],
  validity: [{ check: 'clock', status: 'ok', detail: '' }],
  steadyState: [],
  faults: [faultOf([injection(0, 1)])],
  stoppedBy: undefined,
  leftovers: [],
};
const unproven = faultOf([
  injection(0, 1, { proof: { status: 'unproven', detail: 'the container id did not change' } }),
]);
const unsatisfiable: FaultRecord = faultOf([], { error: 'no node is in zone "az-x"' });
const failedCheck: ValidityCheck = { check: 'control stream', status: 'failed', detail: 'stalled' };

const critical = (status: ObjectiveStatus): ObjectiveResult => {
  const one = result('api.flaps', status);
  return { ...one, objective: { ...one.objective, critical: true } };
};

describe('acknowledged data that is lost', () => {
  it('fails the run first of all, with a score of 0, whatever else is met', () => {
    expect(verdictOf({ ...fine, lost: '1 entry lost: 7 on cp-2' })).to.deep.equal({
      verdict: 'fail',
      score: 0,
      reasons: ['acknowledged data was lost: 1 entry lost: 7 on cp-2'],
    });
  });
});

describe('a critical objective', () => {
  it('takes the whole score when it is missed, and is told first', () => {
    const results = [result('api.recovery', 'missed', { weight: 9 }), critical('missed')];
    expect(verdictOf({ ...fine, results })).to.deep.include({
      verdict: 'fail',
      score: 0,
      reasons: ['api.flaps is missed: because', 'api.recovery is missed: because'],
    });
  });

  it('counts like any other when it is met', () => {
    expect(scoreOver([result('a', 'met', { score: 0.8 }), critical('met')])).to.equal(90);
  });
});

describe('verdictOf', () => {
  it('passes when every objective is met and nothing is in doubt', () => {
    expect(verdictOf(fine)).to.deep.equal({
      verdict: 'pass',
      score: 100,
      reasons: ['the objective is met; the tightest is api.recovery: because, 50% spare'],
    });
  });

  it('fails when an objective is missed, the heaviest first among the reasons', () => {
    const results = [result('a.a', 'missed'), result('b.b', 'met'), result('c.c', 'missed', { weight: 3 })];
    const judged = verdictOf({ ...fine, results });
    expect(judged.verdict).to.equal('fail');
    expect(judged.reasons).to.deep.equal(['c.c is missed: because', 'a.a is missed: because']);
  });

  it('puts a miss above every doubt', () => {
    expect(verdictOf({ ...fine, results: [result('a.a', 'missed')], validity: [failedCheck] }).verdict).to.equal(
      'fail',
    );
  });

  const doubts: readonly (readonly [string, Partial<VerdictInput>, string])[] = [
    [
      'an objective is unmeasured',
      { results: [result('a.a', 'met'), result('b.b', 'unmeasured')] },
      'b.b could not be judged',
    ],
    ['nothing is to be judged', { results: [] }, 'nothing was judged'],
    ['every objective is skipped', { results: [result('a.a', 'skipped')] }, 'nothing was judged: because'],
    ['the instrument is unsound', { validity: [failedCheck] }, 'control stream: stalled'],
    ['the steady state did not hold', { steadyState: ['2 of 6 replicas'] }, 'steady state did not hold'],
    ['an injection is unproven', { faults: [unproven] }, 'the container id did not change'],
    ['a fault could not be injected', { faults: [unsatisfiable] }, 'no node is in zone "az-x"'],
    ['a fault has no injection', { faults: [faultOf([])] }, '"cut" was not injected'],
    ['the run was stopped', { stoppedBy: { code: 'aborted', message: 'guard' } }, 'the run was stopped: guard'],
    ['something is left behind', { leftovers: ['NetworkChaos cut'] }, 'left behind: NetworkChaos cut'],
  ];
  for (const [what, more, reason] of doubts) {
    it(`is inconclusive when ${what}, and says so`, () => {
      const judged = verdictOf({ ...fine, ...more });
      expect(judged.verdict).to.equal('inconclusive');
      expect(judged.reasons).to.have.length(1);
      expect(judged.reasons[0]).to.contain(reason);
    });
  }

  it('begins with what was not injected, and tells it once', () => {
    const judged = verdictOf({
      ...fine,
      faults: [unsatisfiable],
      validity: [failedCheck, { check: faultsCheck, status: 'failed', detail: 'not proven: cut' }],
      stoppedBy: { code: 'unsatisfiable', message: 'no node is in zone "az-x"' },
      results: [result('a.a', 'skipped')],
    });
    expect(judged.reasons).to.deep.equal([
      '"cut" was not injected: no node is in zone "az-x"',
      'control stream: stalled',
      'nothing was judged: because',
    ]);
  });

  it('begins with the instrument where the steady state did not hold: a harness that stalls sees none', () => {
    const unsteady: VerdictInput = {
      ...fine,
      faults: [],
      steadyState: ['baseline of lb write new: 30 of 300 requests were bad'],
      validity: [
        { check: faultsCheck, status: 'failed', detail: 'the run ended before: cut' },
        { check: baselineCheckName, status: 'failed', detail: '17 of 26 streams were not healthy' },
        failedCheck,
      ],
      stoppedBy: { code: 'steady-state', message: 'nothing was injected: baseline of lb write new' },
      results: [result('a.a', 'skipped')],
    };
    expect(verdictOf(unsteady).reasons).to.deep.equal([
      'control stream: stalled',
      'the steady state did not hold before anything was broken: baseline of lb write new: 30 of 300 requests were bad',
      'nothing was judged: because',
    ]);
  });

  it('does not blame a fault that was never reached for what stopped the run before it', () => {
    const validity: ValidityCheck[] = [{ check: faultsCheck, status: 'failed', detail: 'the run ended before: cut' }];
    const stoppedBy = { code: 'interrupted', message: 'ctrl-c' } as const;
    expect(verdictOf({ ...fine, faults: [], validity, stoppedBy }).reasons).to.deep.equal([
      'the run was stopped: ctrl-c',
    ]);
    expect(verdictOf({ ...fine, faults: [], validity }).reasons).to.deep.equal([
      'faults injected: the run ended before: cut',
    ]);
    expect(verdictOf({ ...fine, validity, stoppedBy }).reasons).to.have.length(2);
  });

  it('tells an unhealthy baseline where no steady state told it', () => {
    const validity: ValidityCheck[] = [{ check: baselineCheckName, status: 'failed', detail: 'bad' }];
    expect(verdictOf({ ...fine, validity }).reasons).to.deep.equal(['baseline: bad']);
  });

  it('does not doubt a run for a warning', () => {
    expect(verdictOf({ ...fine, validity: [{ ...failedCheck, status: 'warning' }] }).verdict).to.equal('pass');
  });

  it('never passes with any doubt or miss among any number of met objectives', () => {
    const status = fc.constantFrom<ObjectiveStatus>('met', 'missed', 'unmeasured', 'skipped');
    fc.assert(
      fc.property(fc.array(status, { maxLength: 6 }), fc.subarray(doubts.slice(3)), (statuses, added) => {
        const results = statuses.map((one, i) => result(`s.q${i}`, one));
        const doubted = added.reduce((input, [, more]): VerdictInput => ({ ...input, ...more }), fine);
        const input = { ...doubted, results };
        const { verdict, reasons } = verdictOf(input);
        const clean = added.length === 0 && statuses.length > 0 && statuses.every((one) => one === 'met');
        expect(verdict === 'pass').to.equal(clean);
        expect(verdict === 'fail').to.equal(statuses.includes('missed'));
        expect(reasons).not.to.be.empty;
      }),
    );
  });
});

describe('scoreOver', () => {
  it('is the weighted mean of what was asked, times 100', () => {
    const results = [
      result('a.a', 'met', { weight: 3, score: 0.9 }),
      result('b.b', 'missed', { score: 0.1 }),
      result('c.c', 'skipped'),
    ];
    expect(scoreOver(results)).to.be.closeTo(70, 1e-9);
  });

  it('gives nothing for what could not be measured', () => {
    expect(scoreOver([result('a.a', 'met', { weight: 3, score: 0.8 }), result('b.b', 'unmeasured')])).to.be.closeTo(
      60,
      1e-9,
    );
    expect(scoreOver([result('a.a', 'met', { weight: 0 })])).to.equal(undefined);
  });

  it('is undefined when nothing was judged', () => {
    expect(scoreOver([result('a.a', 'unmeasured')])).to.equal(undefined);
  });
});
