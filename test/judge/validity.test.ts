import { expect } from 'chai';
import type { ValidityCheck } from '../../src/core/objective.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { validityOf } from '../../src/judge/validity.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';
import { faultOf, injection, sight } from '../support/timeline-builder.ts';

const sound = wholeTimeline([[31_000, 43_000]]);
const check = (
  name: string,
  timeline: Timeline,
  more: Parameters<typeof scenarioOf>[0] = {},
): ValidityCheck | undefined =>
  validityOf(timeline, recordOf(timeline).harness, scenarioOf(more)).find((one) => one.check === name);

/** The timeline with each request changed as `change` says. */
const changed = (change: (one: RequestObservation) => Partial<RequestObservation> | undefined): Timeline => ({
  ...sound,
  observations: sound.observations.map(
    (one): Observation => (one.kind === 'request' ? { ...one, ...change(one) } : one),
  ),
});
const without = (leaveOut: (one: RequestObservation) => boolean): Timeline => ({
  ...sound,
  observations: sound.observations.filter((one) => one.kind !== 'request' || !leaveOut(one)),
});
const badOn = (stream: string, from: number, to: number): Timeline =>
  changed((one) =>
    one.stream === stream && one.scheduledAt >= from && one.scheduledAt < to
      ? { good: false, error: 'reset' }
      : undefined,
  );

describe('validityOf', () => {
  it('finds nothing wrong with a sound run', () => {
    const checks = validityOf(sound, recordOf(sound).harness, scenarioOf());
    expect(checks.map(({ status }) => status)).to.deep.equal(checks.map(() => 'ok'));
  });

  it('warns of a prober that is late, and fails one that is later than half a period or five', () => {
    const late = (ms: number) =>
      changed((one) => ({ sentAt: one.scheduledAt + ms, endedAt: one.scheduledAt + ms + 10 }));
    const once = (ms: number) =>
      changed((one) =>
        one.scheduledAt === 50_000 ? { sentAt: one.scheduledAt + ms, endedAt: one.scheduledAt + 900 } : undefined,
      );
    expect(check('probe lateness', late(10))?.status).to.equal('ok');
    expect(check('probe lateness', late(11))?.status).to.equal('warning');
    expect(check('probe lateness', late(51))?.status).to.equal('failed');
    expect(check('probe lateness', once(500))?.status).to.equal('ok');
    expect(check('probe lateness', once(501))?.status).to.equal('failed');
  });

  it('fails an outage of the control stream, and warns when there is none', () => {
    expect(check('control stream', badOn('null echo new', 50_000, 50_200))?.status).to.equal('failed');
    expect(check('control stream', badOn('null echo new', 50_000, 50_100))?.status).to.equal('ok');
    const streams = sound.streams.filter(({ target }) => target.role !== 'null');
    expect(check('control stream', { ...sound, streams })?.status).to.equal('warning');
  });

  it('fails when less than 99 % of what was due was sent, or of what was sent was seen', () => {
    const harness = recordOf(sound).harness;
    const sent = (share: number) =>
      validityOf(sound, { ...harness, probesSent: harness.probesPlanned * share }, scenarioOf()).find(
        (one) => one.check === 'probes sent',
      );
    expect(sent(0.99)?.status).to.equal('ok');
    expect(sent(0.98)?.status).to.equal('failed');
    const seen = without((one) => one.scheduledAt >= 100_000 && one.scheduledAt < 110_000);
    expect(validityOf(seen, harness, scenarioOf()).find((one) => one.check === 'probes sent')?.status).to.equal(
      'failed',
    );
  });

  it('fails a stream that has a hole', () => {
    const hole = without(
      ({ stream, scheduledAt }) => stream === 'lb write new' && scheduledAt >= 40_000 && scheduledAt < 41_000,
    );
    expect(check('streams seen throughout', hole)).to.include({
      status: 'failed',
      detail: 'lb write new in the fault phase (590 of 600)',
    });
  });

  it('fails an outage in the baseline, and warns of a single bad request', () => {
    expect(check('baseline', badOn('lb write new', 10_000, 10_200))?.status).to.equal('failed');
    expect(check('baseline', badOn('lb write new', 10_000, 10_100))?.status).to.equal('warning');
    expect(check('baseline', { ...sound, phases: sound.phases.slice(1) })?.status).to.equal('failed');
  });

  it('warns of a baseline too short for the P99 that is judged', () => {
    const slos = [objectiveOf('api.latency.p99', 500)];
    expect(check('baseline length', sound, { slos })?.status).to.equal('ok');
    const phases = [{ name: 'baseline' as const, startAt: 15_000, endAt: 30_000 }, ...sound.phases.slice(1)];
    expect(check('baseline length', { ...sound, phases }, { slos })?.status).to.equal('warning');
    expect(check('baseline length', { ...sound, phases })?.status).to.equal('ok');
  });

  it('fails denied requests that are the harness’s own fault, and not those of a server that was starting', () => {
    const denied = (from: number, to: number) =>
      changed(({ stream, scheduledAt }) =>
        stream === 'cp-1 quorum-read new' && scheduledAt >= from && scheduledAt < to
          ? { good: false, error: 'denied', status: 403 }
          : undefined,
      );
    expect(check('requests allowed', denied(10_000, 10_100))).to.include({ status: 'failed' });
    expect(check('requests allowed', denied(100_000, 999_999))?.detail).to.contain(
      '800 requests denied, first on cp-1 quorum-read new: 403',
    );
    expect(check('requests allowed', denied(40_000, 41_000))?.status).to.equal('ok');
  });

  it('fails a fault that is unproven or missing', () => {
    const faults = [faultOf([injection(30_000, 30_000, { proof: { status: 'unproven', detail: '' } })])];
    expect(check('faults injected', { ...sound, faults })?.status).to.equal('failed');
    expect(check('faults injected', { ...sound, faults: [] })?.status).to.equal('failed');
    expect(check('faults injected', { ...sound, faults: [] }, { faults: [] })?.status).to.equal('ok');
  });

  it('fails a watch that was blind while an apiserver answered', () => {
    const blind = (toAt: number): Observation[] => [sight('pods', 40_000, 'blind'), sight('pods', toAt, 'seeing')];
    const blinded = (timeline: Timeline, toAt: number): Timeline => ({
      ...timeline,
      observations: [...timeline.observations, ...blind(toAt)],
    });
    expect(check('watch sight', blinded(sound, 45_000))?.status).to.equal('ok');
    expect(check('watch sight', blinded(sound, 46_000))).to.include({ status: 'failed' });
    expect(check('watch sight', blinded(badOn('cp-1 quorum-read new', 41_000, 50_000), 50_000))?.status).to.equal('ok');
  });

  it('fails instants that are out of order', () => {
    const before = changed((one) => (one.scheduledAt === 50_000 ? { sentAt: one.scheduledAt - 2 } : undefined));
    expect(check('clock', before)?.status).to.equal('failed');
    const ended = changed((one) => (one.scheduledAt === 50_000 ? { endedAt: one.sentAt - 1 } : undefined));
    expect(check('clock', ended)?.status).to.equal('failed');
  });
});
