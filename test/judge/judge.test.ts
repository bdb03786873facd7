import { expect } from 'chai';
import fc from 'fast-check';
import type { Observation } from '../../src/core/observation.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { RunRecord } from '../../src/core/run.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { indicators } from '../../src/indicators/index.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';
import { faultOf, injection } from '../support/timeline-builder.ts';

const assemble = (record: RunRecord, scenario: Partial<Scenario> = {}): RunReport =>
  assembleReport({
    record,
    scenario: scenarioOf(scenario),
    backend: { name: 'kind', simulated: false },
    command: 'npm run chaos -- cut',
    harnessVersion: '0.1.0',
    nodeVersion: 'v20.20.0',
  });
const survived = wholeTimeline([[31_000, 43_000]]);

describe('assembleReport', () => {
  it('passes a run that met its objectives', () => {
    const report = assemble(recordOf(survived));
    expect(report.validity.filter(({ status }) => status !== 'ok')).to.deep.equal([]);
    expect(report).to.include({ verdict: 'pass', backend: 'kind', simulated: false, seed: 7, id: 'abc123' });
    expect(report.slos[0]).to.include({
      sli: 'api.recovery',
      status: 'met',
      value: 13_000,
      unit: 'ms',
      censored: false,
    });
    expect(report.slos[1]).to.include({ sli: 'pods.reschedule.p99', status: 'met', value: 8000, samples: 1 });
    expect(report.outages).to.have.length(5);
    expect(report.reschedules).to.have.length(1);
    expect(report.startedAt).to.equal('2023-11-14T22:13:20.000Z');
    expect(report.versions).to.deep.equal({ aftershock: '0.1.0', node: 'v20.20.0', kubernetes: 'v1.33.0' });
  });

  it('measures every indicator, over its phases and over each alone', () => {
    const { slis } = assemble(recordOf(survived));
    expect(Object.keys(slis)).to.deep.equal(indicators.names);
    expect(slis['api.availability']?.phases).to.have.all.keys('baseline', 'fault', 'recovery');
    expect(slis['api.availability']?.phases['baseline']).to.deep.equal({ status: 'measured', value: 1, samples: 1500 });
    expect(slis['pods.deficit']).to.include({ value: 8, unit: 'replica-seconds' });
    expect(slis['traffic.availability']).to.include({ status: 'unmeasured', reason: 'no stream asks the workload' });
  });

  it('is plain data', () => {
    const report = assemble(recordOf(survived));
    const { harness, ...rest } = JSON.parse(JSON.stringify(report)) as RunReport;
    expect(harness.latenessP99Ms).to.equal(0);
    expect(rest.slis).to.deep.equal(report.slis);
  });

  it('fails a run that never recovered', () => {
    const report = assemble(recordOf(wholeTimeline([[31_000, 999_999]])));
    expect(report.verdict).to.equal('fail');
    expect(report.slos[0]).to.include({ status: 'missed', censored: true, value: 149_900, score: 0 });
    expect(report.reasons[0]).to.contain('api.recovery is missed: >= 2m30s');
  });

  it('skips the objectives, and says why first, when no fault could be injected', () => {
    const faults = [faultOf([], { error: 'no node is in zone "az-x"' })];
    const report = assemble(recordOf({ ...wholeTimeline([[31_000, 999_999]]), faults }));
    expect(report.verdict).to.equal('inconclusive');
    expect(report.score).to.equal(undefined);
    expect(report.reasons[0]).to.equal('"cut" was not injected: no node is in zone "az-x"');
    expect(report.slos.map(({ status }) => status)).to.deep.equal(['skipped', 'skipped']);
  });

  it('judges each objective over its own phases', () => {
    const slos = [
      objectiveOf('api.availability', 1, { comparison: '>=', during: ['baseline'] }),
      objectiveOf('api.availability', 1, { comparison: '>=', during: ['fault'] }),
    ];
    const report = assemble(recordOf(survived), { slos });
    expect(report.slos.map(({ value, status }) => [value, status])).to.deep.equal([
      [1, 'met'],
      [0.8, 'missed'],
    ]);
  });

  it('skips the objectives when no injection got as far as being applied', () => {
    const proof = { status: 'unproven', detail: 'refused by the webhook' } as const;
    const faults = [faultOf([{ kind: 'chaos-mesh', name: 'NetworkChaos cut', proof }])];
    expect(assemble(recordOf({ ...survived, faults })).slos[0]?.status).to.equal('skipped');
  });

  it('judges a run without faults by what it saw', () => {
    const report = assemble(recordOf({ ...wholeTimeline([]), faults: [] }), {
      faults: [],
      slos: [objectiveOf('pods.deficit', 10)],
    });
    expect(report.verdict).to.equal('pass');
  });

  it('is inconclusive when a declared fault was never reached', () => {
    const [fault] = scenarioOf().faults;
    const report = assemble(recordOf(survived), { faults: [fault!, { ...fault!, name: 'second' }] });
    expect(report.verdict).to.equal('inconclusive');
    expect(report.reasons).to.deep.equal(['faults injected: the run ended before: second']);
  });

  it('tells a steady state that did not hold once, and nothing that only follows from it', () => {
    const bad = wholeTimeline([[0, 30_000]], { faults: [] });
    const [baseline] = bad.phases;
    const streams = bad.streams.length;
    const record = recordOf(
      {
        ...bad,
        phases: [baseline!],
        endedAt: 30_000,
        observations: [...bad.observations].filter((one) => timeOf(one) < 30_000),
      },
      {
        steadyState: ['5 of 6 streams were unhealthy in the baseline'],
        stoppedBy: { code: 'steady-state', message: 'nothing was injected: 5 of 6 streams were unhealthy' },
      },
    );
    const report = assemble(record);
    expect(report.reasons).to.deep.equal([
      'the steady state did not hold before anything was broken: 5 of 6 streams were unhealthy in the baseline',
      'nothing was judged: no fault was injected',
    ]);
    const check = report.validity.find((one) => one.check === 'baseline');
    expect(check?.detail).to.equal('5 of 6 streams were not healthy; worst: 300 of 300 bad on lb quorum-read new');
    expect(check?.items).to.have.length(5);
    expect(streams).to.equal(7);
  });

  it('keeps what stopped the run', () => {
    const report = assemble(recordOf(survived, { stoppedBy: { code: 'interrupted', message: 'stopped by a person' } }));
    expect(report.verdict).to.equal('inconclusive');
    expect(report.stoppedBy?.code).to.equal('interrupted');
  });

  it('never passes what did not pass, when evidence is taken away', () => {
    // Never recovered (fail), good again but for too short a time to tell (inconclusive), an unproven fault (inconclusive).
    const slos = [objectiveOf('api.recovery', 130_000)];
    const unproven = faultOf([
      injection(30_000, 30_000, { proof: { status: 'unproven', detail: 'nothing was seen' } }),
    ]);
    const records = [
      recordOf(wholeTimeline([[31_000, 999_999]])),
      recordOf(wholeTimeline([[31_000, 150_000]])),
      recordOf(wholeTimeline([[31_000, 43_000]], { faults: [unproven] })),
    ];
    const verdicts = records.map((record) => assemble(record, { slos }).verdict);
    expect(verdicts).to.deep.equal(['fail', 'inconclusive', 'inconclusive']);
    const within = fc.tuple(fc.integer({ min: 0, max: 1800 }), fc.integer({ min: 5, max: 1800 }));
    const taking = fc.oneof(
      within.map(
        ([from, length]) =>
          (one: Observation) =>
            timeOf(one) < from * 100 || timeOf(one) >= (from + length) * 100,
      ),
      fc.constantFrom('request', 'pod', 'workload', 'etcd').map((kind) => (one: Observation) => one.kind !== kind),
      fc
        .constantFrom('lb write new', 'null echo new', 'lb quorum-read reused')
        .map((id) => (one: Observation) => one.kind !== 'request' || one.stream !== id),
      fc.constant((one: Observation) => one.kind !== 'request' || one.good),
    );
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.array(taking, { minLength: 1, maxLength: 3 }), (record, takings) => {
        const kept = [...record.timeline.observations].filter((one) => takings.every((keeps) => keeps(one)));
        const report = assemble({ ...record, timeline: { ...record.timeline, observations: kept } }, { slos });
        expect(report.verdict).to.not.equal('pass');
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});

function timeOf(one: Observation): number {
  return one.kind === 'request' ? one.scheduledAt : one.at;
}
