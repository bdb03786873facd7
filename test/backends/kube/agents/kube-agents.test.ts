import { expect } from 'chai';
import { kubeAgents } from '../../../../src/backends/kube/agents/kube-agents.ts';
import { clientOver } from '../../../../src/backends/kube/kube-client.ts';
import type { Answer, CallOptions, Method } from '../../../../src/backends/kube/wire.ts';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';

const never = new AbortController().signal;
const startedAt = 1_700_000_000_000;

/** Two agents; one's clock is 10 s ahead, and it can be cut off. */
function cluster(now: () => number) {
  const state = { cut: false, peers: new Map<string, unknown>(), after: [] as string[], applied: [] as string[] };
  const pod = (name: string) => ({
    metadata: { name: `agent-${name}` },
    spec: { nodeName: name },
    status: { podIP: `10.0.0.${name}`, conditions: [{ type: 'ContainersReady', status: 'True' }] },
  });
  const node = (name: string) => ({ metadata: { name, labels: { 'topology.kubernetes.io/zone': `az-${name}` } } });
  const ofAgent = (name: string, what: string, after: string, body: unknown): Answer<unknown> => {
    if (name === '2' && state.cut) return { status: 503, body: 'no route to host' };
    if (what === 'peers') return { status: 200, body: state.peers.set(name, body) };
    state.after.push(`${name} ${after}`);
    const ahead = name === '2' ? 10_000 : 0;
    const at = startedAt + now() + ahead - 1000;
    const samples = [{ seq: Number(after) + 1, at, target: 'peer', to: name === '1' ? '2' : '1', ms: 3 }];
    return { status: 200, body: { now: startedAt + now() + ahead, samples } };
  };
  const answer = (method: Method, path: string, body: unknown): Answer<unknown> => {
    if (method === 'PATCH') return { status: 200, body: state.applied.push(path.split('?')[0] ?? '') };
    if (path === '/api/v1/nodes') return { status: 200, body: { metadata: {}, items: ['1', '2'].map(node) } };
    const [, name, what = '', after = ''] =
      /http:agent-(\d):8080\/proxy\/\w+\/(\w+)(?:\?after=(\d+))?/.exec(path) ?? [];
    if (name !== undefined) return ofAgent(name, what, after, body);
    return { status: 200, body: { metadata: {}, items: ['1', '2'].map(pod) } };
  };
  const request = async <T>(method: Method, path: string, call: CallOptions = {}): Promise<Answer<T>> =>
    answer(method, path, call.body) as Answer<T>;
  return { state, client: clientOver({ request, stream: async () => {}, close: () => {} }, []) };
}

describe('kubeAgents', () => {
  it('tells each agent of the others, and puts what they saw on the run’s clock', async () => {
    const clock = virtualClock(startedAt);
    await clock.run(async () => {
      const { state, client } = cluster(clock.now);
      const agents = kubeAgents({ client, clock, namespace: 'run', image: 'node' });
      await clock.sleep(5000);
      await agents.start(never);
      expect(state.applied.map((path) => path.split('/').at(-2))).to.deep.equal(['configmaps', 'daemonsets']);
      expect(state.peers.get('1')).to.deep.equal([{ name: '2', address: '10.0.0.2', port: 8080 }]);
      const place = { target: 'peer', ms: 3, good: true, at: 4000 };
      expect(await agents.collect(never)).to.deep.equal([
        { ...place, from: '1', fromZone: 'az-1', to: '2', toZone: 'az-2' },
        { ...place, from: '2', fromZone: 'az-2', to: '1', toZone: 'az-1' },
      ]);
    });
  });

  it('asks an agent that was cut off from where it left off, and knows until then that it was not heard', async () => {
    const clock = virtualClock(startedAt);
    await clock.run(async () => {
      const { state, client } = cluster(clock.now);
      const agents = kubeAgents({ client, clock, namespace: 'run', image: 'node' });
      await agents.start(never);
      await agents.collect(never);
      state.cut = true;
      for (let i = 0; i < 3; i += 1) {
        await clock.sleep(5000);
        expect((await agents.collect(never)).map(({ from }) => from)).to.deep.equal(['1']);
      }
      expect(agents.unheard()).to.deep.equal(['2']);
      state.cut = false;
      expect(await agents.collect(never)).to.have.length(2);
      expect(agents.unheard()).to.deep.equal([]);
      expect(state.after.filter((line) => line.startsWith('2'))).to.deep.equal(['2 0', '2 1']);
    });
  });
});
