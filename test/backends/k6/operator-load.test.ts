import { expect } from 'chai';
import { virtualClock } from '../../../src/base/virtual-clock.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { anyLoad } from '../../../src/backends/k6/operator-load.ts';
import { clientOver, type KubeClient } from '../../../src/backends/kube/kube-client.ts';
import type { Answer, CallOptions, Method } from '../../../src/backends/kube/wire.ts';

const job = { script: undefined, ratePerSecond: 2000, timeoutMs: 1000, runners: 2 };
const zeroUnixMs = Date.parse('2026-01-01T00:00:00Z');

/** One request as k6 writes it, with the stamp of the runtime before each line. */
function points(ms: number): readonly string[] {
  const time = new Date(zeroUnixMs + ms).toISOString();
  const point = (metric: string, value: number): string =>
    JSON.stringify({ type: 'Point', metric, data: { time, value, tags: { status: '200' } } });
  return [point('http_reqs', 1), point('http_req_waiting', 7), point('http_req_failed', 0)];
}

/** How the operator goes about it: the stage that it tells, and when the pods of the runners run. */
interface Operator {
  readonly stage?: string;
  readonly runAtMs?: readonly [number, number];
}

/** A cluster in which the operator starts both runners; every second each makes one request. */
function cluster(
  now: () => number,
  { stage = 'started', runAtMs = [0, 0] }: Operator = {},
): { client: KubeClient; calls: { what: string; body: unknown }[] } {
  const calls: { what: string; body: unknown }[] = [];
  let refuses = 1;
  const logOf = (since: string): string => {
    const lines: string[] = [];
    for (let ms = 0; ms <= now(); ms += 1000) {
      points(ms).forEach((line, i) => {
        const stamp = new Date(zeroUnixMs + ms).toISOString().replace('.000Z', i === 0 ? 'Z' : '.25Z');
        if (since === '' || Date.parse(stamp) >= Date.parse(since)) lines.push(`${stamp} ${line}\n`);
      });
    }
    return lines.join('') + '2026-01-01T00:59:59Z {"type":"Poi';
  };
  const request = async <T>(method: Method, path: string, call: CallOptions = {}): Promise<Answer<T>> => {
    const url = new URL(path, 'http://x');
    if (method !== 'GET') calls.push({ what: `${method} ${url.pathname}`, body: call.body });
    const answer = (body: unknown): Answer<T> => ({ status: 200, body: body as T });
    if (url.pathname.endsWith('/log')) {
      // The API is away for a moment: nothing of it may be missing afterwards.
      if (now() > 4000 && refuses-- > 0) throw new Error('refused');
      return answer(logOf(url.searchParams.get('sinceTime') ?? ''));
    }
    if (url.pathname.endsWith('/pods')) {
      const pod = (name: string, runsAtMs: number): object => ({
        metadata: { name },
        status: { phase: now() < runsAtMs ? 'Pending' : 'Running' },
      });
      return answer({ metadata: {}, items: [pod('r-1', runAtMs[0]), pod('r-2', runAtMs[1]), pod('r-3', Infinity)] });
    }
    return answer({ status: { stage } });
  };
  return { calls, client: clientOver({ request, stream: async () => {}, close: () => {} }, []) };
}

interface Outcome {
  readonly seen: readonly Observation[];
  readonly calls: readonly { what: string; body: unknown }[];
  readonly error: unknown;
  /** When the load was ready; undefined: never. */
  readonly readyAt: number | undefined;
}

/** Prepares the load, and sends it for some seconds. */
async function send(operator?: Operator): Promise<Outcome> {
  const clock = virtualClock(zeroUnixMs);
  return await clock.run(async () => {
    const { client, calls } = cluster(() => clock.now(), operator);
    const stop = new AbortController();
    const seen: Observation[] = [];
    let readyAt: number | undefined;
    const prepare = anyLoad({ client, clock, namespace: 'run', urls: ['http://10.0.0.1/'] });
    try {
      const sendOn = await prepare(job, (one) => seen.push(one), stop.signal);
      readyAt = clock.now();
      const sending = sendOn(stop.signal);
      await clock.sleep(9500 - readyAt);
      stop.abort();
      await sending;
      return { seen, calls, error: undefined, readyAt };
    } catch (error) {
      return { seen, calls, error, readyAt };
    }
  });
}

describe('load by k6-operator', () => {
  it('merges what all runners write, each line once, across an API that is away for a moment', async () => {
    const { seen, error } = await send();
    expect(error).to.equal(undefined);
    // Ten requests of each of two runners.
    expect(seen.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 20 }, () => 'load'));
    const starts = seen.flatMap((one) => (one.kind === 'load' ? one.at : [])).sort((a, b) => a - b);
    expect(starts.slice(0, 4)).to.deep.equal([-7, -7, 993, 993]);
  });

  it('hands the script, the rate and the runners over, and takes the test away', async () => {
    const { calls } = await send();
    expect(calls.map(({ what }) => what)).to.deep.equal([
      'PATCH /api/v1/namespaces/run/configmaps/aftershock-load',
      'POST /apis/k6.io/v1alpha1/namespaces/run/testruns',
      'DELETE /apis/k6.io/v1alpha1/namespaces/run/testruns/aftershock-load',
    ]);
    const { spec } = calls[1]?.body as {
      spec: { parallelism: number; arguments: string; runner: { env: readonly object[] } };
    };
    expect(spec.parallelism).to.equal(2);
    // The flag is gone from k6 2, which the operator's runners are unless told otherwise.
    expect(spec.arguments).to.equal('--quiet --no-color --out json=-');
    expect(spec.runner.env).to.deep.include({ name: 'K6_NO_SUMMARY', value: 'true' });
    expect(spec.runner.env).to.deep.include({ name: 'RATE', value: '2000' });
    expect(spec.runner.env).to.deep.include({ name: 'URLS', value: 'http://10.0.0.1/' });
    expect(calls[0]?.body)
      .to.have.property('data')
      .that.has.property('script.ts')
      .that.contains('constant-arrival-rate');
  });

  it('is ready when every runner has sent a request', async () => {
    const { readyAt, seen } = await send({ runAtMs: [1000, 5000] });
    expect(readyAt).to.equal(6000);
    expect(seen).to.not.be.empty;
    expect((await send()).readyAt).to.equal(2000);
  });

  it('gives up runners that do not begin, with the stage, and takes the test away', async () => {
    const { error, calls, readyAt } = await send({ stage: 'created', runAtMs: [1000, Infinity] });
    expect(error).to.have.property(
      'message',
      '1 of 2 k6 runners sent anything within 120 s; k6-operator is at the stage "created"',
    );
    expect(readyAt).to.equal(undefined);
    expect(calls.at(-1)?.what).to.match(/^DELETE .*aftershock-load$/);
  });

  it('says so where the operator failed, or nothing may be written', async () => {
    expect((await send({ stage: 'error' })).error).to.have.property('message', 'k6-operator says that the load failed');
    const clock = virtualClock(zeroUnixMs);
    const { client } = cluster(() => 0);
    const load = anyLoad({ client, clock, namespace: undefined, urls: [] });
    const error = await load(job, () => {}, new AbortController().signal).catch((reason: unknown) => reason);
    expect(error).to.have.property('message').that.contains('a namespace of the run’s own');
  });
});
