import { expect } from 'chai';
import { startNullTarget } from '../../../src/backends/prober/null-target.ts';
import { sendStreams } from '../../../src/backends/prober/prober.ts';
import { originNow, systemClock } from '../../../src/base/system-clock.ts';
import type { RequestObservation } from '../../../src/core/observation.ts';
import { type ConnectionMode, type StreamSpec, streamId } from '../../../src/core/stream.ts';
import { startFakeApiserver } from '../../support/fake-apiserver.ts';

const target = { name: 'null', role: 'null', node: undefined } as const;
const times = { periodMs: 50, timeoutMs: 500, goodWithinMs: 400 };
const echo = (connection: ConnectionMode, phaseMs: number): StreamSpec => ({
  id: streamId(target, 'echo', connection),
  target,
  operation: 'echo',
  connection,
  phaseMs,
  ...times,
});
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('sendStreams', () => {
  const origin = originNow();
  const clock = systemClock(origin);
  let control: Awaited<ReturnType<typeof startNullTarget>>;
  before(async () => {
    control = await startNullTarget();
  });
  after(() => control.close());

  it('keeps each stream on its own schedule, whatever the main thread does', async () => {
    const stop = new AbortController();
    const seen: RequestObservation[] = [];
    const streams = [echo('new', 0), echo('reused', 25)];
    const emit = (observation: RequestObservation): number => seen.push(observation);
    const dueAtsOf = (stream: string): number[] =>
      seen
        .filter((sample) => sample.stream === stream)
        .map(({ scheduledAt }) => scheduledAt)
        .sort((x, y) => x - y);
    const sending = sendStreams({ streams, endpoints: [control.endpoint], origin, emit, signal: stop.signal });
    while (seen.length === 0) await clock.sleep(10);
    const busyFrom = clock.now();
    while (clock.now() < busyFrom + 400); // the main thread is stuck
    const busyTo = clock.now();
    await clock.sleep(100);
    stop.abort();
    const count = await sending;

    expect(count.sent).to.equal(count.planned);
    for (const { id } of streams) {
      const dueAts = dueAtsOf(id);
      const gaps = dueAts.slice(1).map((dueAt, i) => Math.round(dueAt - (dueAts[i] ?? 0)));
      expect(new Set(gaps), id).to.deep.equal(new Set([50]));
    }
    const [a = NaN, b = NaN] = streams.map(({ id }) => dueAtsOf(id)[0]);
    expect(b - a).to.be.closeTo(25, 0.001);
    const duringStall = seen.filter(({ scheduledAt }) => scheduledAt > busyFrom && scheduledAt < busyTo - 50);
    expect(duringStall.length).to.be.greaterThan(10);
    const lateMs = duringStall.map(({ scheduledAt, sentAt }) => sentAt - scheduledAt).sort((x, y) => x - y);
    // On the main thread it would be half of the 400 ms.
    expect(lateMs[Math.floor(lateMs.length / 2)]).to.be.below(100);
  });

  it('waits for what is under way when it is stopped', async () => {
    const stop = new AbortController();
    const seen: RequestObservation[] = [];
    const server = await startFakeApiserver({ clock, slowMs: 0 });
    await server.become('hanging');
    const sending = sendStreams({
      streams: [echo('new', 0)],
      endpoints: [server.endpoint('null')],
      origin,
      emit: (observation) => seen.push(observation),
      signal: stop.signal,
    });
    while (seen.length === 0) await clock.sleep(10);
    stop.abort();
    const stopAt = clock.now();
    const count = await sending;
    await server.close();
    expect(count.sent).to.equal(count.planned);
    expect(seen.length).to.be.at.least(count.sent);
    expect(seen.map(({ error }) => error)).to.deep.equal(seen.map(() => 'timeout'));
    const after = seen.filter(({ endedAt }) => endedAt > stopAt);
    expect(after.length).to.be.greaterThan(5);
    for (const { endedAt, scheduledAt } of after) expect(endedAt - scheduledAt).to.be.within(500, 1000);
  });

  it('rejects when its process dies, and says of what', async () => {
    const job = {
      streams: [echo('new', 0)],
      endpoints: [],
      origin,
      emit: () => {},
      signal: new AbortController().signal,
    };
    const error = await rejection(sendStreams(job));
    expect(error).to.be.an('error').with.property('message', 'the prober crashed');
    expect((error as Error).cause).to.have.property('message', 'stream "null echo new" has no endpoint');
  });

  it('rejects with what its listener throws', async () => {
    const emit = (): never => {
      throw new Error('no room');
    };
    const signal = new AbortController().signal;
    const job = { streams: [echo('new', 0)], endpoints: [control.endpoint], origin, emit, signal };
    expect(await rejection(sendStreams(job))).to.have.property('message', 'no room');
  });

  it('starts nothing when it is stopped already', async () => {
    const job = { streams: [echo('new', 0)], endpoints: [], origin, emit: () => {}, signal: AbortSignal.abort() };
    expect(await sendStreams(job)).to.deep.equal({ planned: 0, sent: 0, cpuMs: 0, rssMb: 0 });
  });
});
