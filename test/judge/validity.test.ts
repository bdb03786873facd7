import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { objectiveOf, recordOf } from '../support/run-builder.ts';
import { type Bad, apiserver, faultOf, injection, requests, sight, streamOf } from '../support/timeline-builder.ts';
import { badOn, changed, check, checksOf, sound, without } from '../support/validity-kit.ts';

describe('validityOf', () => {
  it('finds nothing wrong with a sound run', () => {
    const checks = checksOf(sound);
    expect(checks.map(({ status }) => status)).to.deep.equal(checks.map(() => 'ok'));
  });

  const late = (ms: number, from = 0, to = Infinity) =>
    changed(({ scheduledAt: at }) =>
      at >= from && at < to ? { sentAt: at + ms, endedAt: at + Math.max(900, ms + 10) } : undefined,
    );

  it('warns of a prober that is late, and fails one that is later than half a period throughout', () => {
    expect(check('probe lateness', late(10))?.status).to.equal('ok');
    expect(check('probe lateness', late(11))?.status).to.equal('warning');
    expect(check('probe lateness', late(50))?.status).to.equal('warning');
    expect(check('probe lateness', late(51))?.status).to.equal('failed');
    expect(check('probe lateness', late(51, 40_000, 41_700))?.status).to.equal('ok');
    expect(check('probe lateness', late(51, 40_000, 41_900))).to.include({
      status: 'failed',
      detail: 'every 100ms: P99 51ms, at most 51ms; late throughout, in doubt: 40s to 42s',
    });
  });

  it('warns of a burst of lateness over five periods, and fails bursts that make up more than 1 % of the seconds', () => {
    expect(check('probe lateness', late(500, 50_000, 50_100))?.status).to.equal('ok');
    expect(check('probe lateness', late(501, 50_000, 50_100))).to.include({
      status: 'warning',
      detail: 'every 100ms: P99 0ms, at most 501ms; late in bursts, in doubt: 50s to 51s',
    });
    expect(check('probe lateness', late(501, 50_900, 51_100))).to.include({
      status: 'failed',
      detail: 'every 100ms: P99 0ms, at most 501ms; late in bursts, in doubt: 50s to 52s',
    });
  });

  it('sees a single stream that is late throughout', () => {
    const one = changed(({ stream, scheduledAt: at }) =>
      stream === sound.streams[0]?.id ? { sentAt: at + 60, endedAt: at + 70 } : undefined,
    );
    expect(check('probe lateness', one)?.status).to.equal('failed');
  });

  it('judges lateness by each stream’s own period, and not outside the judged phases', () => {
    const slow = { ...sound, streams: sound.streams.map((stream) => ({ ...stream, periodMs: 200 })) };
    const observations = late(90).observations;
    expect(check('probe lateness', { ...slow, observations })?.status).to.equal('warning');
    const phases = sound.phases.map((phase) => (phase.name === 'recovery' ? { ...phase, endAt: 150_000 } : phase));
    expect(check('probe lateness', { ...late(900, 150_000), phases })?.status).to.equal('ok');
  });

  it('says that no request was seen, where streams were declared', () => {
    expect(check('probe lateness', { ...sound, observations: [] })?.status).to.equal('failed');
    expect(check('probe lateness', { ...sound, observations: [], streams: [] })?.status).to.equal('ok');
  });

  it('fails an outage of the control stream, and warns when there is none', () => {
    expect(check('control stream', badOn('null echo new', 50_000, 50_200))).to.include({
      status: 'failed',
      detail: 'the harness itself stalled: 1 outage, the first on null echo new from 50s to 50.2s',
    });
    expect(
      check(
        'control stream',
        without(({ stream }) => stream === 'null echo new'),
      )?.status,
    ).to.equal('failed');
    expect(check('control stream', badOn('null echo new', 50_000, 50_100))?.status).to.equal('ok');
    const streams = sound.streams.filter(({ target }) => target.role !== 'null');
    expect(check('control stream', { ...sound, streams })?.status).to.equal('warning');
  });

  it('takes no notice of the control stream outside the judged phases', () => {
    const phases = sound.phases.map((phase) => (phase.name === 'recovery' ? { ...phase, endAt: 150_000 } : phase));
    expect(check('control stream', { ...badOn('null echo new', 150_000, 160_000), phases })?.status).to.equal('ok');
  });

  it('fails when nothing was due, though streams were declared', () => {
    const harness = { probesPlanned: 0, probesSent: 0 };
    const of = (timeline: Timeline) => check('probes sent', timeline, {}, { harness });
    expect(of(sound)).to.include({ status: 'failed', detail: 'no request was due' });
    expect(of({ ...sound, streams: [] })?.status).to.equal('ok');
  });

  it('fails when less than 99 % of what was due was sent, or of what was sent was seen', () => {
    const { harness } = recordOf(sound);
    const sent = (share: number) =>
      check('probes sent', sound, {}, { harness: { probesSent: harness.probesPlanned * share } });
    expect(sent(0.99)?.status).to.equal('ok');
    expect(sent(0.98)?.status).to.equal('failed');
    const seen = without((one) => one.scheduledAt >= 100_000 && one.scheduledAt < 110_000);
    expect(check('probes sent', seen, {}, { harness })?.status).to.equal('failed');
  });

  it('fails a stream that lacks more than 1 % of a phase, and says where', () => {
    const hole = (from: number, to: number) =>
      without(({ stream, scheduledAt: at }) => stream === 'lb write new' && at >= from && at < to);
    expect(check('streams seen throughout', hole(40_000, 41_000))).to.include({
      status: 'failed',
      detail: 'lb write new in the fault phase (590 of 600; nothing from 39.9s to 41s)',
    });
    // Both the first and the last request of a phase may be due on its other side.
    expect(check('streams seen throughout', hole(30_000, 30_700))?.status).to.equal('warning');
    expect(check('streams seen throughout', hole(179_400, 180_000))?.status).to.equal('warning');
    expect(check('streams seen throughout', hole(178_900, 180_000))?.status).to.equal('failed');
  });

  it('warns of a hole of more than five periods within that 1 %', () => {
    const hole = (ms: number) =>
      without(({ stream, scheduledAt: at }) => stream === 'lb write new' && at >= 100_000 && at < 100_000 + ms);
    expect(check('streams seen throughout', hole(400))?.status).to.equal('ok');
    expect(check('streams seen throughout', hole(500))).to.include({
      status: 'warning',
      detail: 'lb write new in the recovery phase (895 of 900; nothing from 99.9s to 100.5s)',
    });
  });

  it('lets the prober start up in the first 5 s of the baseline, and no later', () => {
    const from = (at: number) => without(({ scheduledAt }) => scheduledAt < at);
    expect(check('streams seen throughout', from(4900))?.status).to.equal('ok');
    expect(check('streams seen throughout', from(5000))?.status).to.equal('failed');
  });

  it('fails an outage in the baseline, and warns of a single bad request', () => {
    expect(check('baseline', badOn('lb write new', 10_000, 10_200))?.status).to.equal('failed');
    expect(check('baseline', badOn('lb write new', 10_000, 10_100))?.status).to.equal('warning');
    expect(check('baseline', badOn('null echo new', 10_000, 12_000))?.status).to.equal('ok');
    expect(check('baseline', { ...sound, phases: sound.phases.slice(1) })).to.include({
      status: 'failed',
      detail: 'the run has no baseline to compare with',
    });
  });

  it('fails an outage in a baseline so long that 99.9 % of it were good all the same', () => {
    const [stream] = sound.streams;
    const phases = [{ name: 'baseline' as const, startAt: 0, endAt: 250_000 }];
    const of = (...bad: Bad[]) =>
      check('baseline', { ...sound, phases, streams: [stream!], observations: requests(stream!, 0, 250_000, bad) });
    expect(of([10_000, 10_200])?.status).to.equal('failed');
    expect(of([10_000, 10_100], [20_000, 20_100])?.status).to.equal('warning');
  });

  it('counts the unhealthy streams of a baseline, names the worst, and lists them all', () => {
    const unhealthy = changed(({ stream, scheduledAt: at }) =>
      stream.startsWith('lb') && at < (stream.endsWith('write new') ? 2000 : 1000)
        ? { good: false, error: 'reset' }
        : undefined,
    );
    const found = check('baseline', unhealthy);
    expect(found?.detail).to.equal('5 of 6 streams were not healthy; worst: 20 of 300 bad on lb write new');
    expect(found?.items).to.have.length(5);
    const silent = {
      ...unhealthy,
      observations: [...unhealthy.observations].filter(
        (one) => one.kind !== 'request' || one.stream !== 'lb readyz new',
      ),
    };
    expect(check('baseline', silent)?.detail).to.contain('worst: nothing was seen on lb readyz new');
    // Of 1200, 99.9 % leave one.
    const phases = [{ ...sound.phases[0]!, startAt: 60_000, endAt: 180_000 }];
    const blips = (...at: number[]) =>
      changed(({ stream, scheduledAt }) =>
        stream === 'lb write new' && at.includes(scheduledAt) ? { good: false } : undefined,
      );
    expect(check('baseline', { ...blips(70_000), phases })?.status).to.equal('warning');
    expect(check('baseline', { ...blips(70_000, 90_000), phases })?.status).to.equal('failed');
  });

  it('warns of a baseline too short for the P99 that is judged', () => {
    const slos = [objectiveOf('api.latency.p99', 500)];
    expect(check('baseline length', sound, { slos })?.status).to.equal('ok');
    const phases = [{ name: 'baseline' as const, startAt: 15_000, endAt: 30_000 }, ...sound.phases.slice(1)];
    expect(check('baseline length', { ...sound, phases }, { slos })?.status).to.equal('warning');
    expect(check('baseline length', { ...sound, phases })?.status).to.equal('ok');
    const from = (startAt: number) => [{ ...phases[0]!, startAt }, ...sound.phases.slice(1)];
    // Reads and writes over one kind of connection: twice 184.
    expect(check('baseline length', { ...sound, phases: from(11_600) }, { slos })?.status).to.equal('ok');
    expect(check('baseline length', { ...sound, phases: from(11_601) }, { slos })).to.include({ status: 'warning' });
  });

  it('fails requests that were denied in the baseline, or from some instant to the end, and no others', () => {
    const denied = (from: number, to: number) =>
      changed(({ stream, scheduledAt }) =>
        stream === 'cp-1 quorum-read new' && scheduledAt >= from && scheduledAt < to
          ? { good: false, error: 'denied', status: 403 }
          : undefined,
      );
    expect(check('requests allowed', denied(10_000, 10_100))).to.include({
      status: 'failed',
      detail: '1 request denied on cp-1 quorum-read new from 10s, in the baseline: 403',
    });
    expect(check('requests allowed', denied(100_000, 999_999))).to.include({
      status: 'failed',
      detail: '800 requests denied on cp-1 quorum-read new from 100s, and nothing else to the end: 403',
    });
    expect(check('requests allowed', denied(40_000, 41_000))).to.include({
      status: 'ok',
      detail: '10 requests denied by servers that answered the same before: counted as bad',
    });
    expect(check('baseline', denied(0, 30_000))?.detail).to.equal(
      '1 of 6 streams was not healthy; worst: 300 of 300 bad on cp-1 quorum-read new',
    );
    expect(check('streams seen throughout', denied(0, 999_999))?.status).to.equal('ok');
    const phases = sound.phases.map((phase) => (phase.name === 'recovery' ? { ...phase, endAt: 150_000 } : phase));
    expect(check('requests allowed', { ...denied(150_000, 999_999), phases })?.status).to.equal('ok');
  });

  it('fails a fault that is unproven or missing', () => {
    const faults = [faultOf([injection(30_000, 30_000, { proof: { status: 'unproven', detail: '' } })])];
    expect(check('faults injected', { ...sound, faults })?.status).to.equal('failed');
    expect(check('faults injected', { ...sound, faults })?.detail).to.equal('not proven: cut');
    const halfway = faultOf([injection(30_000, 30_000)], { error: 'the second action was refused' });
    expect(check('faults injected', { ...sound, faults: [halfway] })?.status).to.equal('failed');
    expect(check('faults injected', { ...sound, faults: [faultOf([])] })?.detail).to.equal('not proven: cut');
    expect(check('faults injected', { ...sound, faults: [] })).to.include({
      status: 'failed',
      detail: 'the run ended before: cut',
    });
    expect(check('faults injected', { ...sound, faults: [] }, { faults: [] })?.status).to.equal('ok');
  });

  it('fails a watch that was blind while an apiserver answered', () => {
    const blind = (toAt: number): Observation[] => [sight('pods', 40_000, 'blind'), sight('pods', toAt, 'seeing')];
    const blinded = (timeline: Timeline, toAt: number): Timeline => ({
      ...timeline,
      observations: [...timeline.observations, ...blind(toAt)],
    });
    expect(check('watch sight', blinded(sound, 45_000))?.status).to.equal('ok');
    expect(check('watch sight', blinded(sound, 46_000))).to.include({
      status: 'failed',
      detail: 'pods blind for 6s from 40s on, while an apiserver answered',
    });
    // Before the baseline nothing was to be seen; and a stream of another kind than a read with quorum excuses nothing.
    const phases = sound.phases.map((phase) => (phase.name === 'baseline' ? { ...phase, startAt: 10_000 } : phase));
    const early = [sight('pods', 2000, 'blind'), sight('pods', 14_000, 'seeing')];
    expect(check('watch sight', { ...sound, phases, observations: [...sound.observations, ...early] })).to.include({
      status: 'ok',
      detail: 'pods blind for 4s from 10s on',
    });
    const nodes = [sight('nodes', 50_000, 'blind'), sight('nodes', 51_000, 'seeing')];
    const both = blinded({ ...sound, observations: [...sound.observations, ...nodes] }, 46_000);
    expect(check('watch sight', both)?.detail).to.contain('pods blind for 6s from 40s on, and 1 shorter time');
    expect(check('watch sight', both)?.items).to.have.length(2);
    const down = badOn('cp-1 quorum-read new', 41_000, 50_000);
    expect(check('watch sight', blinded(down, 50_000))).to.include({
      status: 'ok',
      detail: 'pods blind for 10s from 40s on, while no apiserver answered for long',
    });
    // It is ready, and still could not have answered a list.
    const ready = streamOf(apiserver('cp-1'), 'readyz', 'new');
    const also = {
      ...down,
      streams: [...down.streams, ready],
      observations: [...down.observations, ...requests(ready, 0, 180_000)],
    };
    expect(check('watch sight', blinded(also, 50_000))?.status).to.equal('ok');
  });

  it('warns when nothing was watched', () => {
    const observations = [...sound.observations].filter(({ kind }) => kind !== 'watch');
    expect(check('watch sight', { ...sound, observations })?.status).to.equal('warning');
  });

  it('does not take scrapes of etcd for a watch', () => {
    const blind = [sight('etcd', 40_000, 'blind'), sight('etcd', 80_000, 'seeing')];
    expect(check('watch sight', { ...sound, observations: [...sound.observations, ...blind] })).to.include({
      status: 'ok',
      detail: 'pods: never blind',
    });
  });

  it('fails instants that are out of order', () => {
    const before = changed((one) => (one.scheduledAt === 50_000 ? { sentAt: one.scheduledAt - 2 } : undefined));
    expect(check('clock', before)?.status).to.equal('failed');
    const ended = changed((one) => (one.scheduledAt === 50_000 ? { endedAt: one.sentAt - 1 } : undefined));
    expect(check('clock', ended)?.status).to.equal('failed');
  });

  it('fails a machine whose clock was set by more than 50 ms, however little it shows', () => {
    const of = (clockStepMs: number) => check('clock', sound, {}, { harness: { clockStepMs } });
    expect(of(50)).to.include({ status: 'ok' });
    expect(of(51)).to.include({ status: 'failed' });
    expect(of(51)?.detail).to.contain('set by 51ms');
  });
});
