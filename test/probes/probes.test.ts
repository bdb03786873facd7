import type { Agents } from '../../src/core/agents.ts';
import { expect } from 'chai';
import type { Clock } from '../../src/base/clock.ts';
import type { Observed } from '../../src/core/cluster.ts';
import type { Observation } from '../../src/core/observation.ts';
import type { ProbeTarget, StreamSpec } from '../../src/core/stream.ts';
import { alwaysOn, probes } from '../../src/probes/index.ts';

const targets: readonly ProbeTarget[] = [
  { name: 'lb', role: 'load-balancer', node: undefined },
  { name: 'cp-1', role: 'apiserver', node: 'cp-1' },
  { name: 'app@w-1', role: 'app', node: 'w-1' },
  { name: 'app@w-2', role: 'app', node: 'w-2' },
  { name: 'null', role: 'null', node: undefined },
];
const streamsOf = (probe: string, input: unknown = {}): readonly StreamSpec[] =>
  probes.get(probe).bind(input).streams(targets);
const refusal = (probe: string, input: unknown): string => {
  const result = probes.get(probe).params.safeParse(input);
  return result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') ?? 'accepted';
};

describe('probes', () => {
  it('are always on but for load, and what puts programs on every node', () => {
    expect(alwaysOn.map(({ name }) => name)).to.deep.equal([
      'api',
      'pods',
      'canaries',
      'etcd',
      'metrics',
      'ledger',
      'machine',
    ]);
    expect(probes.all.filter((probe) => !probe.alwaysOn).map(({ name }) => name)).to.deep.equal([
      'zones',
      'traffic',
      'k6',
    ]);
  });

  it('refuse unknown parameters and numbers without a unit', () => {
    expect(refusal('api', { perriod: '1s' })).to.match(/perriod/);
    expect(refusal('api', { period: 100 })).to.match(/^period: 100 has no unit/);
    expect(refusal('api', { period: '1ms' })).to.equal('period: must be at least 10ms');
    expect(refusal('traffic', { rate: 50 })).to.match(/^rate: 50 has no unit/);
    expect(refusal('traffic', { rate: '0/s' })).to.match(/^rate: must be above 0\/s/);
    expect(refusal('traffic', { rate: '1001/s' })).to.match(/^rate: must be above 0\/s and at most 1000\/s/);
    expect(refusal('traffic', { rate: '1000/s' })).to.equal('accepted');
    expect(refusal('api', { timeout: '0s' })).to.match(/timeout: must be above 0/);
  });

  it('refuse a good answer that would come after the end of the request', () => {
    expect(refusal('api', { timeout: '1s', goodWithin: '2s' })).to.match(/^goodWithin: must not be above timeout/);
  });
});

describe('api', () => {
  it('asks each way into the API in three ways on two kinds of connection, and the control target', () => {
    expect(streamsOf('api').map(({ id }) => id)).to.deep.equal([
      'lb readyz new',
      'lb readyz reused',
      'lb quorum-read new',
      'lb quorum-read reused',
      'lb write new',
      'lb write reused',
      'cp-1 readyz new',
      'cp-1 readyz reused',
      'cp-1 quorum-read new',
      'cp-1 quorum-read reused',
      'cp-1 write new',
      'cp-1 write reused',
      'null echo new',
      'null echo reused',
    ]);
  });

  it('reads every 100 ms, writes every 200 ms, to a single apiserver every second, and gives up after 5 s', () => {
    const [read, , , , write] = streamsOf('api');
    expect(read).to.include({ periodMs: 100, timeoutMs: 5000, goodWithinMs: 1000 });
    expect(write).to.include({ periodMs: 200, timeoutMs: 5000, goodWithinMs: 1000 });
    expect(streamsOf('api').find(({ id }) => id === 'cp-1 write new')).to.include({ periodMs: 1000 });
  });

  it('spreads its streams over their periods', () => {
    const offsets = streamsOf('api').map(({ phaseMs, periodMs }) => phaseMs / periodMs);
    expect(offsets).to.deep.equal(offsets.map((_, i) => i / offsets.length));
  });
});

describe('traffic', () => {
  it('shares the rate evenly by the ways into the workload', () => {
    const streams = streamsOf('traffic', { rate: '50/s', connection: 'reused' });
    expect(streams.map(({ id }) => id)).to.deep.equal(['app@w-1 http-get reused', 'app@w-2 http-get reused']);
    expect(streams.map(({ periodMs, phaseMs }) => [periodMs, phaseMs])).to.deep.equal([
      [40, 0],
      [40, 20],
    ]);
  });

  it('gives a request 5 s, and 1 s to be good, unless told otherwise', () => {
    expect(streamsOf('traffic')[0]).to.include({ timeoutMs: 5000, goodWithinMs: 1000, connection: 'new' });
    expect(streamsOf('traffic', { timeout: '3s', goodWithin: '300ms' })[0]).to.include({
      timeoutMs: 3000,
      goodWithinMs: 300,
    });
  });

  it('sends nothing where the workload has no way in', () => {
    expect(probes.get('traffic').bind({}).streams(targets.slice(0, 2))).to.deep.equal([]);
  });
});

/** A clock that jumps to the end of every wait, and stops the run at `endAt`. */
function jumpingClock(endAt: number, stop: AbortController): Clock {
  let now = 0;
  return {
    startedAtUnixMs: 0,
    now: () => now,
    sleep: async (ms, signal) => {
      // A wait that is not the run's own is a deadline: it is never the first to end here.
      if (signal !== stop.signal) {
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
        return;
      }
      await Promise.resolve();
      now += ms;
      if (now >= endAt) stop.abort();
    },
  };
}

async function observe(probe: string, cluster: Partial<Observed>, endAt = 3500): Promise<readonly Observation[]> {
  const stop = new AbortController();
  const seen: Observation[] = [];
  const clock = jumpingClock(endAt, stop);
  const observed: Observed = {
    targets,
    requests: async () => ({ planned: 0, sent: 0, cpuMs: 0, rssMb: 0 }),
    watch: async () => {},
    etcd: async () => [],
    metrics: () => [],
    ledger: undefined,
    canaries: undefined,
    agents: undefined,
    load: undefined,
    processors: undefined,
    ...cluster,
  };
  await probes
    .get(probe)
    .bind({})
    .observe({ clock, cluster: observed, signal: stop.signal, emit: (observation) => seen.push(observation) });
  return seen;
}

describe('etcd', () => {
  const member: Observation = { kind: 'etcd', at: 0, node: 'cp-1', reachable: true, hasLeader: true };

  it('scrapes every second until it is stopped', async () => {
    const seen = await observe('etcd', { etcd: async () => [member] });
    expect(seen.length).to.be.within(3, 5);
    expect(seen.every((observation) => observation === member)).to.equal(true);
  });

  it('notes once that it is blind, and once that it sees again', async () => {
    let scrapes = 0;
    const etcd = async (): Promise<readonly Observation[]> => {
      scrapes += 1;
      if (scrapes === 2 || scrapes === 3) throw new Error('no route');
      return [member];
    };
    const seen = await observe('etcd', { etcd }, 5500);
    const notes = seen.filter((observation) => observation.kind === 'watch');
    expect(notes.map(({ resource, state, detail }) => [resource, state, detail])).to.deep.equal([
      ['etcd', 'blind', 'no route'],
      ['etcd', 'seeing', 'scraped again'],
    ]);
  });

  it('ends with the run, also when a scrape never does', async () => {
    expect(await observe('etcd', { etcd: () => new Promise(() => {}) })).to.deep.equal([]);
  });
});

describe('zones', () => {
  const agents = (start: () => Promise<void>): Agents => ({ start, collect: async () => [], unheard: () => [] });
  const prepared = async (start: () => Promise<void>): Promise<readonly string[]> => {
    const seen: Observation[] = [];
    const cluster = { agents: agents(start) } as unknown as Observed;
    const { signal } = new AbortController();
    const clock = jumpingClock(1000, new AbortController());
    await probes
      .get('zones')
      .bind({})
      .prepare?.({ clock, cluster, signal, emit: (one) => seen.push(one) });
    return seen.flatMap((one) => (one.kind === 'watch' ? `${one.state}: ${one.detail ?? ''}` : []));
  };

  it('puts its agents in place before the baseline', async () => {
    expect(await prepared(async () => {})).to.deep.equal([
      'blind: the agents do not run yet',
      'seeing: the agents run',
    ]);
  });

  it('says why they do not run', async () => {
    const seen = await prepared(() => Promise.reject(new Error('no image')));
    expect(seen).to.deep.equal(['blind: the agents do not run yet', 'blind: no image']);
  });
});

describe('pods', () => {
  it('watches through the cluster', async () => {
    const node: Observation = { kind: 'node', at: 1, name: 'n', zone: 'az-a', ready: 'True', taints: [] };
    expect(await observe('pods', { watch: async (emit) => emit(node) })).to.deep.equal([node]);
  });
});

describe('machine', () => {
  it('tells shares of the processors between two looks', async () => {
    let looks = 0;
    const processors = () => ({ total: 200 * looks, idle: 150 * looks, stolen: 10 * looks++ });
    const seen = await observe('machine', { processors }, 2500);
    expect(seen).to.deep.equal([
      { kind: 'machine', from: 0, at: 1000, idle: 0.75, stolen: 0.05 },
      { kind: 'machine', from: 1000, at: 2000, idle: 0.75, stolen: 0.05 },
      { kind: 'machine', from: 2000, at: 3000, idle: 0.75, stolen: 0.05 },
    ]);
  });

  it('says nothing of steal where the system does not, and nothing at all where time is not real', async () => {
    let looks = 0;
    const processors = () => ({ total: 200 * looks, idle: 50 * looks++, stolen: undefined });
    expect((await observe('machine', { processors }, 1000))[0]).to.deep.equal({
      kind: 'machine',
      from: 0,
      at: 1000,
      idle: 0.25,
    });
    expect(await observe('machine', { processors: undefined })).to.deep.equal([]);
  });
});
