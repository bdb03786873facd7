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

/** A cluster in which the operator starts both runners at once; every second each makes one request. */
function cluster(
  now: () => number,
  stage = 'started',
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
      const pod = (name: string) => ({ metadata: { name }, status: { phase: 'Running' } });
      return answer({
        metadata: {},
        items: [pod('r-1'), pod('r-2'), { metadata: { name: 'r-3' }, status: { phase: 'Pending' } }],
      });
    }
    return answer({ status: { stage } });
  };
  return { calls, client: clientOver({ request, stream: async () => {}, close: () => {} }, []) };
}

async function send(
  stage?: string,
): Promise<{ seen: Observation[]; calls: { what: string; body: unknown }[]; error: unknown }> {
  const clock = virtualClock(zeroUnixMs);
  return await clock.run(async () => {
    const { client, calls } = cluster(() => clock.now(), stage);
    const stop = new AbortController();
    const seen: Observation[] = [];
    const load = anyLoad({ client, clock, namespace: 'run', urls: ['http://10.0.0.1/'] });
    const sending = load(job, (one) => seen.push(one), stop.signal).catch((error: unknown) => error);
    await clock.sleep(9500);
    stop.abort();
    return { seen, calls, error: await sending };
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
    const { spec } = calls[1]?.body as { spec: { parallelism: number; runner: { env: readonly object[] } } };
    expect(spec.parallelism).to.equal(2);
    expect(spec.runner.env).to.deep.include({ name: 'RATE', value: '2000' });
    expect(spec.runner.env).to.deep.include({ name: 'URLS', value: 'http://10.0.0.1/' });
    expect(calls[0]?.body)
      .to.have.property('data')
      .that.has.property('script.ts')
      .that.contains('constant-arrival-rate');
  });

  it('says so where the operator failed, or nothing may be written', async () => {
    expect((await send('error')).error).to.have.property('message', 'k6-operator says that the load failed');
    const clock = virtualClock(zeroUnixMs);
    const { client } = cluster(() => 0);
    const load = anyLoad({ client, clock, namespace: undefined, urls: [] });
    const error = await load(job, () => {}, new AbortController().signal).catch((reason: unknown) => reason);
    expect(error).to.have.property('message').that.contains('a namespace of the run’s own');
  });
});
