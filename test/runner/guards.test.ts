import { expect } from 'chai';
import type { Indicator } from '../../src/core/indicator.ts';
import type { BoundProbe } from '../../src/core/probe.ts';
import type { RunPlan } from '../../src/core/run.ts';
import { acts, fault, plan, readyz, run } from './builders.ts';

const errorRate: Indicator = {
  name: 'traffic.errorRate',
  summary: '',
  definition: '',
  dimension: 'ratio',
  better: 'lower',
  phases: ['fault'],
  measure: (timeline) => {
    const [window] = timeline.phases;
    const seen = [...timeline.observations].flatMap((o) =>
      o.kind === 'request' && window && o.scheduledAt >= window.startAt && o.scheduledAt < window.endAt ? [o] : [],
    );
    if (seen.length === 0) return { status: 'unmeasured', reason: 'none' };
    const value = seen.filter(({ good }) => !good).length / seen.length;
    return { status: 'measured', value, samples: seen.length, evidence: `${value} of ${seen.length}` };
  },
};
const guard = (bound: number, forMs = 10_000): RunPlan['guards'] => [
  { rule: { sli: errorRate.name, comparison: '>', bound, forMs, text: 'rate > x' }, indicator: errorRate },
];
const oneMinute = [fault('a', ['n1'], { forMs: 60_000 })];
const downFrom40s = { good: (_: unknown, dueAt: number): boolean => dueAt < 40_000 };

describe('watchGuards', () => {
  it('stops the run, heals, and watches a short recovery', async () => {
    const ran = await run({ plan: plan(oneMinute, { guards: guard(0.5) }), cluster: downFrom40s });
    expect(ran.record.stoppedBy).to.include({ code: 'aborted' });
    expect(ran.record.stoppedBy?.message).to.match(/^guard "rate > x" stopped the run: 0\.6/);
    // More than half of a trailing 10 s is bad a little after 45 s.
    expect(ran.cluster.calls).to.include('46000 heal drop-traffic on n1');
    expect(ran.record.timeline.phases.find(({ name }) => name === 'recovery')).to.include({
      startAt: 46_500,
      endAt: 76_500,
    });
    expect(ran.record.timeline.marks.filter(({ kind }) => kind === 'guard')).to.have.length(1);
  });

  it('lets a run be that stays within the bound', async () => {
    const ran = await run({ plan: plan(oneMinute, { guards: guard(0.5) }) });
    expect(ran.record.stoppedBy).to.equal(undefined);
  });

  it('shows an indicator no requests but those that it reads', async () => {
    const shown = new Set<string>();
    const choosy: Indicator = {
      ...errorRate,
      reads: () => false,
      measure: (timeline) => {
        for (const { kind } of timeline.observations) shown.add(kind);
        return { status: 'unmeasured', reason: 'none' };
      },
    };
    const guards = guard(0).map(({ rule }) => ({ rule, indicator: choosy }));
    const { record } = await run({ plan: plan(oneMinute, { guards }), cluster: downFrom40s });
    expect([...record.timeline.observations].some(({ kind }) => kind === 'request')).to.equal(true);
    expect([...shown]).to.not.include('request');
  });

  it('shows an indicator what was seen of the cluster before the fault', async () => {
    const pods: BoundProbe = {
      streams: () => [],
      observe: async ({ clock, emit }) => emit({ kind: 'watch', at: clock.now(), resource: 'pods', state: 'seeing' }),
    };
    const shown = new Set<number>();
    const looking: Indicator = {
      ...errorRate,
      measure: ({ observations }) => {
        for (const one of observations) if (one.kind === 'watch') shown.add(one.at);
        return { status: 'unmeasured', reason: 'none' };
      },
    };
    const guards = guard(0).map(({ rule }) => ({ rule, indicator: looking }));
    await run({ plan: plan(oneMinute, { guards, probes: [readyz, pods] }) });
    expect([...shown]).to.deep.equal([0]);
  });

  it('shows an indicator a window that begins with a request of its phase: an outage does not begin before it', async () => {
    const early: number[] = [];
    const looking: Indicator = {
      ...errorRate,
      measure: ({ observations, phases }) => {
        const first = [...observations].find((one) => one.kind === 'request');
        if (first?.kind === 'request' && first.scheduledAt < (phases[0]?.startAt ?? 0)) early.push(first.scheduledAt);
        return { status: 'unmeasured', reason: 'none' };
      },
    };
    const guards = guard(0).map(({ rule }) => ({ rule, indicator: looking }));
    await run({ plan: plan(oneMinute, { guards }), cluster: downFrom40s });
    expect(early).to.deep.equal([]);
  });

  it('waits until it has a whole window of the fault phase', async () => {
    const down = { good: (_: unknown, dueAt: number): boolean => dueAt < 30_000 };
    const ran = await run({ plan: plan(oneMinute, { guards: guard(0.5, 20_000) }), cluster: down });
    expect(ran.cluster.calls).to.include('50000 heal drop-traffic on n1');
  });

  it('is not moved by what cannot be measured', async () => {
    const blind: Indicator = { ...errorRate, measure: () => ({ status: 'unmeasured', reason: 'none' }) };
    const guards = guard(0).map(({ rule }) => ({ rule, indicator: blind }));
    const { record } = await run({ plan: plan(oneMinute, { guards }), cluster: downFrom40s });
    expect(record.stoppedBy).to.equal(undefined);
  });

  it('stops and heals the run when the indicator has a bug', async () => {
    const broken: Indicator = {
      ...errorRate,
      measure: () => {
        throw new Error('oops');
      },
    };
    const guards = guard(0).map(({ rule }) => ({ rule, indicator: broken }));
    const ran = await run({ plan: plan(oneMinute, { guards }) });
    expect(ran.record.stoppedBy).to.deep.equal({ code: 'bug', message: 'oops' });
    expect(acts(ran)).to.include('heal drop-traffic on n1');
  });

  it('gives way to ctrl-c in the record when both came', async () => {
    const { record } = await run({
      plan: plan(oneMinute, { guards: guard(0.5) }),
      cluster: downFrom40s,
      interruptAt: 46_200,
    });
    expect(record.stoppedBy?.code).to.equal('interrupted');
    expect(record.timeline.phases.map(({ name }) => name)).not.to.include('recovery');
  });
});
