import { validateManifest } from 'chaos-mesh-types';
import { expect } from 'chai';
import { faults } from '../../src/faults/index.ts';
import { sixNodes } from '../support/six-nodes.ts';
import { chaosOf, planOf } from './plans.ts';

const all = { mode: 'all', selector: { pods: { aftershock: ['web-0-0', 'web-0-1'] } } };
const zone = { zone: 'az-a', take: 'all' };
const ids = ['aftershock/web-0-0', 'aftershock/web-0-1'];
const containers = ids.map((id) => `${id}/web`);
const duration = '11m';
const signed = [0, 1].map((replica) => ({
  namespace: 'aftershock',
  pod: `web-0-${replica}`,
  container: 'web',
  node: 'worker',
  ip: `10.244.6.${2 + replica}`,
}));
const identified = ['web-0-0', 'web-0-1'].map((pod) => ({ namespace: 'aftershock', pod, uid: pod }));
const replaced = {
  kind: 'containers-replaced',
  containers: ['web-0-0', 'web-0-1'].map((pod) => ({
    namespace: 'aftershock',
    pod,
    container: 'web',
    node: 'worker',
    containerId: `containerd://${pod}`,
    restarts: 0,
  })),
};
const sign = (what: object): object => ({ kind: 'sign', sign: what, pods: signed });
const file = { volume: '/app', file: '/app/server.mjs' };
const io = { ...all, containerNames: ['web'], volumePath: '/app', path: '/app/**/*', percent: 100, duration };

/** What each fault applies, to whom, and by what it is proven. */
const planned: readonly (readonly [
  string,
  object,
  { kind: string; spec: object; targets: readonly string[]; proof: object },
])[] = [
  [
    'pod-kill',
    { ...zone, grace: '1500ms' },
    {
      kind: 'PodChaos',
      spec: { action: 'pod-kill', ...all, gracePeriod: 2 },
      targets: ids,
      proof: { kind: 'pods-gone', pods: identified },
    },
  ],
  [
    'pod-failure',
    zone,
    {
      kind: 'PodChaos',
      spec: { action: 'pod-failure', ...all, duration },
      targets: ids,
      proof: { kind: 'pods-unready', pods: identified },
    },
  ],
  [
    'ingress-loss',
    { zone: 'az-a', labels: { app: 'web' } },
    {
      kind: 'PodChaos',
      spec: { action: 'pod-failure', ...all, duration },
      targets: ids,
      proof: { kind: 'pods-unready', pods: identified },
    },
  ],
  [
    'container-kill',
    zone,
    {
      kind: 'PodChaos',
      spec: { action: 'container-kill', ...all, containerNames: ['web'] },
      targets: containers,
      proof: replaced,
    },
  ],
  [
    'cpu-stress',
    { ...zone, workers: 2, load: '80%' },
    {
      kind: 'StressChaos',
      spec: { ...all, containerNames: ['web'], stressors: { cpu: { workers: 2, load: 80 } }, duration },
      targets: containers,
      proof: sign({ kind: 'processes', names: ['stress-ng'] }),
    },
  ],
  [
    'memory-stress',
    { ...zone, size: '64Mi' },
    {
      kind: 'StressChaos',
      spec: { ...all, containerNames: ['web'], stressors: { memory: { workers: 1, size: '67108864B' } }, duration },
      targets: containers,
      proof: sign({ kind: 'processes', names: ['memStress'] }),
    },
  ],
  [
    'clock-skew',
    { ...zone, offset: '-1h' },
    {
      kind: 'TimeChaos',
      spec: { ...all, containerNames: ['web'], timeOffset: '-1h', clockIds: ['CLOCK_REALTIME'], duration },
      targets: containers,
      proof: sign({ kind: 'clock', port: 8080, offMs: -3_600_000 }),
    },
  ],
  [
    'dns-error',
    { ...zone, patterns: ['web.*'], name: 'web.aftershock' },
    {
      kind: 'DNSChaos',
      spec: { action: 'error', ...all, containerNames: ['web'], patterns: ['web.*'], duration },
      targets: containers,
      proof: sign({ kind: 'name', name: 'web.aftershock', expect: 'error' }),
    },
  ],
  [
    'dns-random',
    zone,
    {
      kind: 'DNSChaos',
      spec: { action: 'random', ...all, containerNames: ['web'], duration },
      targets: containers,
      proof: sign({ kind: 'name', name: 'kubernetes.default.svc.cluster.local', expect: 'other' }),
    },
  ],
  [
    'http-abort',
    zone,
    {
      kind: 'HTTPChaos',
      spec: { ...all, target: 'Request', abort: true, port: 8080, path: '/', duration },
      targets: ids,
      proof: sign({ kind: 'http', port: 8080, path: '/', expect: 'nothing' }),
    },
  ],
  [
    'http-delay',
    { ...zone, delay: '750ms', path: '/*' },
    {
      kind: 'HTTPChaos',
      spec: { ...all, target: 'Request', delay: '750ms', port: 8080, path: '/*', duration },
      targets: ids,
      proof: sign({ kind: 'http', port: 8080, path: '/', expect: { lateMs: 750 } }),
    },
  ],
  [
    'http-replace',
    { ...zone, status: 500, port: 9090 },
    {
      kind: 'HTTPChaos',
      spec: { ...all, target: 'Response', replace: { code: 500 }, port: 9090, path: '/', duration },
      targets: ids,
      proof: sign({ kind: 'http', port: 9090, path: '/', expect: { status: 500 } }),
    },
  ],
  [
    'io-latency',
    { ...zone, ...file, delay: '300ms' },
    {
      kind: 'IOChaos',
      spec: { ...io, action: 'latency', delay: '300ms' },
      targets: containers,
      proof: sign({ kind: 'file', path: '/app/server.mjs', expect: { lateMs: 300 } }),
    },
  ],
  [
    'io-error',
    { ...zone, ...file, errno: 28, percent: '50%' },
    {
      kind: 'IOChaos',
      spec: { ...io, action: 'fault', errno: 28, percent: 50 },
      targets: containers,
      proof: sign({ kind: 'file', path: '/app/server.mjs', expect: 'error' }),
    },
  ],
];

describe('faults by one Chaos Mesh object', () => {
  for (const [name, params, wanted] of planned) {
    it(`${name} applies one ${wanted.kind} to exactly the pods that were drawn, and names its proof`, () => {
      const { object, targets, proof } = chaosOf(planOf(name, params));
      expect({ kind: object.kind, spec: object.spec, targets, proof }).to.deep.equal(wanted);
      expect(object.metadata).to.deep.include({ name: 'as-1234abcd-0', namespace: 'aftershock-run-1234abcd' });
      expect(validateManifest(object, { strict: true }).errors).to.deep.equal([]);
    });
  }

  for (const [name, deed] of [
    ['network-delay', { action: 'delay', delay: { latency: '100ms', jitter: '10ms', correlation: '0' } }],
    ['network-loss', { action: 'loss', loss: { loss: '10', correlation: '0' } }],
    ['network-duplicate', { action: 'duplicate', duplicate: { duplicate: '20', correlation: '0' } }],
    ['network-corrupt', { action: 'corrupt', corrupt: { corrupt: '5', correlation: '0' } }],
    ['network-bandwidth', { action: 'bandwidth', bandwidth: { rate: '100000bps', limit: 50_000, buffer: 50_000 } }],
  ] as const) {
    it(`${name} strikes both ways between the zone’s pods and all others, and needs its kernel module`, () => {
      const { object, targets, proof } = chaosOf(planOf(name, { zone: 'az-a' }));
      const others = ['web-1-0', 'web-1-1', 'web-2-0', 'web-2-1'];
      expect(object.spec).to.deep.equal({
        ...deed,
        ...all,
        direction: 'both',
        target: { mode: 'all', selector: { pods: { aftershock: others } } },
        duration,
      });
      expect(targets).to.deep.equal([...ids, ...others.map((pod) => `aftershock/${pod}`)]);
      const discipline = name === 'network-bandwidth' ? 'tbf' : 'netem';
      expect(proof).to.deep.include({ kind: 'sign', sign: { kind: 'queue', discipline } });
      expect(faults.get(name).bind({}).needs).to.deep.equal([
        'NetworkChaos',
        `sch_${discipline}`,
        'ip_set',
        'sch_prio',
        'sch_sfq',
      ]);
      expect(validateManifest(object, { strict: true }).errors).to.deep.equal([]);
    });
  }

  for (const name of ['coredns-kill', 'kube-proxy-kill', 'cni-kill']) {
    it(`${name} kills the containers of pods in kube-system, by their labels`, () => {
      const own = faults.get(name).params.parse({}) as { labels: Record<string, string>; take: string };
      const state = sixNodes();
      const system = state.pods.slice(-3).map((pod, i) => {
        const labels = own.labels;
        return { ...pod, name: `part-${i}`, namespace: 'kube-system', labels, hostNetwork: true, owner: undefined };
      });
      const { object, targets } = chaosOf(planOf(name, {}, { ...state, pods: [...state.pods, ...system] }));
      expect(object.spec).to.deep.include({ action: 'container-kill', containerNames: ['web'] });
      expect(targets).to.have.length(own.take === 'all' ? 3 : 1);
    });
  }

  it('refuses what Chaos Mesh would accept and never do, or only say', () => {
    const system = { namespace: 'kube-system', labels: { component: 'etcd' }, take: 'all' };
    for (const name of ['pod-kill', 'pod-failure', 'monkey']) {
      expect(() => planOf(name, system), name).to.throw('is the mirror of a static pod');
    }
    for (const name of ['http-abort', 'http-delay', 'http-replace']) {
      expect(() => planOf(name, { ...system, port: 1 }), name).to.throw("uses its node's network");
    }
    expect(() => planOf('network-delay', { namespace: 'kube-system', labels: { component: 'etcd' } })).to.throw(
      "uses its node's network",
    );
  });

  it('is unsatisfiable without a port, a container of the name, or pods on the other side', () => {
    const state = sixNodes();
    const silent = state.pods.map((pod) => ({
      ...pod,
      containers: pod.containers.map((one) => ({ ...one, ports: [] })),
    }));
    expect(() => planOf('http-abort', {}, { ...state, pods: silent })).to.throw('declare no port');
    expect(() => planOf('cpu-stress', { container: 'wbe' })).to.throw('has no container "wbe"');
    const one = state.pods.filter(({ node }) => node === 'worker');
    expect(() => planOf('network-delay', { zone: 'az-a' }, { ...state, pods: one })).to.throw('there are 0');
  });
});

describe('monkey', () => {
  it('strikes each pod once, one after the other, and the same for the same seed', () => {
    const plan = planOf('monkey', { take: 4, every: '15s' }, sixNodes(), 3);
    expect(plan.everyMs).to.equal(15_000);
    expect(plan.steps).to.have.length(4);
    const targets = plan.steps.flatMap((step) => step.flatMap((one) => (one.kind === 'chaos-mesh' ? one.targets : [])));
    expect(new Set(targets.map((id) => id?.split('/')[1])).size).to.equal(4);
    expect(planOf('monkey', { take: 4, every: '15s' }, sixNodes(), 3)).to.deep.equal(plan);
    const names = plan.steps.flatMap((step) =>
      step.flatMap((one) => (one.kind === 'chaos-mesh' ? one.object.metadata.name : [])),
    );
    expect(names).to.deep.equal([0, 1, 2, 3].map((i) => `as-1234abcd-0-${i}`));
  });

  it('does only what it may', () => {
    const plan = planOf('monkey', { take: 'all', deeds: ['pod-kill'] });
    const actions = plan.steps.flat().map((one) => (one.kind === 'chaos-mesh' ? one.object.spec : {}));
    expect(new Set(actions.map((spec) => ('action' in spec ? spec.action : '')))).to.deep.equal(new Set(['pod-kill']));
  });
});
