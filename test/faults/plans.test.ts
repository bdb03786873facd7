import { expect } from 'chai';
import type { Action } from '../../src/core/action.ts';
import type { FaultPlan } from '../../src/core/fault.ts';
import { faults } from '../../src/faults/index.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

function planned(name: string, given: object = {}, state = sixNodes()): FaultPlan {
  return faults.get(name).bind(given).plan(planContext(state));
}

function node(name: string, verb: object): object {
  return { kind: 'node', node: name, verb };
}

const address = { 'control-plane': '172.18.0.3', 'control-plane2': '172.18.0.4', 'control-plane3': '172.18.0.5' };
const member = (name: keyof typeof address): object => ({ node: name, address: address[name] });
const etcdPeer = (name: keyof typeof address): object => ({ name, address: address[name], port: 2380, cidrs: [] });

describe('plans of faults in nodes', () => {
  const single: readonly (readonly [string, object, object, readonly string[]])[] = [
    [
      'apiserver-pause',
      { node: 'control-plane' },
      node('control-plane', { name: 'suspend-component', component: 'kube-apiserver' }),
      ['kube-apiserver of control-plane'],
    ],
    [
      'apiserver-stop',
      { node: 'control-plane3' },
      node('control-plane3', { name: 'stop-component', component: 'kube-apiserver' }),
      ['kube-apiserver of control-plane3'],
    ],
    [
      'apiserver-overload',
      { node: 'control-plane', rate: '80/s' },
      node('control-plane2', { name: 'flood-api', address: '172.18.0.3', ratePerSecond: 80, forMs: 660_000 }),
      ['kube-apiserver of control-plane', 'flooded from control-plane2'],
    ],
    ['load-balancer-kill', {}, node('lb', { name: 'kill-machine', port: 6443 }), ['load balancer lb']],
    [
      'load-balancer-drain',
      { node: 'control-plane2' },
      node('lb', { name: 'drain-server', server: 'control-plane2', address: '172.18.0.4' }),
      ['kube-apiserver of control-plane2, drained at lb'],
    ],
    [
      'etcd-leader-pause',
      {},
      node('control-plane2', { name: 'suspend-component', component: 'etcd' }),
      ['etcd of control-plane2, the leader'],
    ],
    [
      'etcd-member-stop',
      { node: 'control-plane' },
      node('control-plane', { name: 'stop-component', component: 'etcd' }),
      ['etcd of control-plane'],
    ],
    [
      'etcd-peer-partition',
      {},
      node('control-plane2', {
        name: 'drop-traffic',
        peers: [etcdPeer('control-plane'), etcdPeer('control-plane3')],
        ports: [2380],
      }),
      ['etcd of control-plane2, the leader'],
    ],
    [
      'etcd-latency',
      { delay: '80ms', jitter: '5ms' },
      node('control-plane2', {
        name: 'delay-traffic',
        peers: [etcdPeer('control-plane'), etcdPeer('control-plane3')],
        delayMs: 80,
        jitterMs: 5,
        ports: [2380],
      }),
      ['etcd of control-plane2, the leader'],
    ],
    [
      'etcd-slow-disk',
      {},
      node('control-plane2', { name: 'crowd-disk', writers: 8, slowdown: 3, forMs: 660_000 }),
      ['etcd of control-plane2, the leader', '8 writers'],
    ],
    [
      'etcd-quota',
      { node: 'control-plane3' },
      node('control-plane3', {
        name: 'raise-no-space',
        members: ['control-plane', 'control-plane2', 'control-plane3'],
      }),
      ['etcd of control-plane3: the alarm holds for all members'],
    ],
    [
      'etcd-member-replace',
      { node: 'control-plane3' },
      node('control-plane3', {
        name: 'replace-member',
        through: member('control-plane2'),
        member: member('control-plane3'),
      }),
      ['etcd of control-plane3', 'through control-plane2'],
    ],
    [
      'etcd-restore-drill',
      {},
      node('control-plane2', {
        name: 'restore-etcd',
        members: [member('control-plane'), member('control-plane2'), member('control-plane3')],
      }),
      ['snapshot of etcd of control-plane2, the leader', 'restored on control-plane, control-plane2, control-plane3'],
    ],
    [
      'scheduler-pause',
      {},
      node('control-plane3', { name: 'suspend-component', component: 'kube-scheduler' }),
      ['kube-scheduler of control-plane3, the leader'],
    ],
    [
      'controller-manager-pause',
      {},
      node('control-plane', { name: 'suspend-component', component: 'kube-controller-manager' }),
      ['kube-controller-manager of control-plane, the leader'],
    ],
    [
      'certificate-expiry',
      { node: 'control-plane2' },
      node('control-plane2', { name: 'expire-certificate' }),
      ['kube-apiserver of control-plane2'],
    ],
  ];
  for (const [name, given, action, targets] of single) {
    it(`${name} is one act`, () => {
      expect(planned(name, given)).to.deep.equal({ steps: [[action]], targets, disabledNodes: [] });
    });
  }

  it('apiserver-rolling-restart restarts one after the other', () => {
    const restart = { name: 'restart-component', component: 'kube-apiserver' };
    expect(planned('apiserver-rolling-restart').steps).to.deep.equal(
      ['control-plane', 'control-plane2', 'control-plane3'].map((name) => [node(name, restart)]),
    );
  });

  it('apiserver-latency delays what comes from the port, to everybody, and has a control plane to prove it by', () => {
    const [action] = planned('apiserver-latency', { node: 'control-plane', delay: '1s' }).steps.flat();
    expect(action).to.have.nested.property('verb.ports').that.deep.equals([6443]);
    expect(action).to.have.nested.property('verb.delayMs', 1000);
    const { peers } = (action as Extract<Action, { kind: 'node' }>).verb as { peers: readonly object[] };
    expect(peers).to.deep.include({ name: 'control-plane2', address: '172.18.0.4', cidrs: [], port: 6443 });
    expect(peers).to.deep.include({ name: 'everybody', address: '0.0.0.0/0', cidrs: [] });
  });

  it('faults that delay packets say what they need of the kernel', () => {
    for (const name of ['apiserver-latency', 'etcd-latency', 'zone-latency']) {
      const fault = faults.get(name);
      expect(fault.bind(fault.example).needs).to.deep.equal(['sch_netem', 'sch_prio', 'cls_u32']);
    }
  });

  it('etcd-quorum-loss takes the leader and as many as make a majority', () => {
    const plan = planned('etcd-quorum-loss');
    const nodes = plan.steps.flat().map((action) => (action.kind === 'node' ? action.node : ''));
    expect(nodes).to.have.lengthOf(2).and.to.include('control-plane2');
    expect(plan.targets).to.deep.equal([`etcd of ${nodes.join(', ')} (2 of 3)`]);
  });

  it('certificate-expiry strikes all apiservers at once when asked to', () => {
    const plan = planned('certificate-expiry', { node: 'all' });
    expect(plan.steps).to.deep.equal([
      ['control-plane', 'control-plane2', 'control-plane3'].map((name) => node(name, { name: 'expire-certificate' })),
    ]);
  });

  it('is unsatisfiable where nobody leads, or there is no balancer', () => {
    const leaderless = sixNodes({ etcdLeader: undefined, leaders: {} });
    for (const name of ['etcd-leader-pause', 'scheduler-pause', 'controller-manager-kill', 'etcd-member-stop']) {
      expect(() => planned(name, {}, leaderless), name).to.throw('says that it leads');
    }
    const direct = sixNodes({ loadBalancer: undefined });
    expect(() => planned('load-balancer-kill', {}, direct)).to.throw('no load balancer');
    expect(() => planned('load-balancer-drain', {}, direct)).to.throw('no load balancer');
  });
});

describe('plans of kills of leaders', () => {
  it('scheduler-kill kills the one that leads', () => {
    const plan = planned('scheduler-kill');
    const [action] = plan.steps.flat();
    expect(action)
      .to.have.nested.property('object.spec.selector')
      .that.deep.equals({
        namespaces: ['kube-system'],
        labelSelectors: { component: 'kube-scheduler' },
        nodes: ['control-plane3'],
      });
    expect(action)
      .to.have.property('targets')
      .that.deep.equals(['kube-system/kube-scheduler-control-plane3/kube-scheduler']);
    expect(plan.targets).to.deep.equal(['kube-scheduler of control-plane3, the leader']);
  });

  it('controller-manager-kill kills all of them in one object', () => {
    const [action] = planned('controller-manager-kill', { node: 'all' }).steps.flat();
    expect(action).to.have.nested.property('object.spec.selector.nodes').with.lengthOf(3);
    expect(action).to.have.nested.property('proof.containers').with.lengthOf(3);
  });
});

describe('the plan of webhook-outage', () => {
  it('refuses new pods of the workload’s namespace, under the run’s own name and labels', () => {
    const context = planContext();
    expect(faults.get('webhook-outage').bind({}).plan(context)).to.deep.equal({
      steps: [
        [
          {
            kind: 'api',
            verb: { name: 'refuse-creates', webhook: context.name, namespace: 'aftershock', labels: context.labels },
          },
        ],
      ],
      targets: ['new pods of the namespace aftershock'],
      disabledNodes: [],
    });
  });
});

describe('plans of faults of zones', () => {
  it('zone-outage pauses every node of the zone', () => {
    expect(planned('zone-outage', { zone: 'az-b' })).to.deep.equal({
      steps: [['control-plane2', 'worker2'].map((name) => node(name, { name: 'pause-machine' }))],
      targets: ['zone az-b', 'nodes control-plane2, worker2'],
      disabledNodes: ['control-plane2', 'worker2'],
    });
  });

  it('zone-outage of two zones draws the second by seed', () => {
    const { disabledNodes, targets } = planned('zone-outage', { zone: 'az-b', zones: 2 });
    expect(disabledNodes).to.have.lengthOf(4).and.to.include.members(['control-plane2', 'worker2']);
    expect(targets[1]).to.match(/^zone az-[ac] \(drawn from 2\)$/);
  });

  it('zone-flap cuts at the nodes, in turns', () => {
    const plan = planned('zone-flap', { zone: 'az-a', on: '10s', off: '5s' });
    expect(plan.cycle).to.deep.equal({ onMs: 10_000, offMs: 5000 });
    expect(plan.steps.flat().map((action) => action.kind === 'node' && action.verb.name)).to.deep.equal([
      'drop-traffic',
      'drop-traffic',
    ]);
  });

  it('zone-latency holds back what each node of the zone sends to all others', () => {
    const [action] = planned('zone-latency', { zone: 'az-a', delay: '50ms', jitter: '0s' }).steps.flat();
    expect(action).to.have.nested.property('verb.name', 'delay-traffic');
    expect(action).to.have.nested.property('verb.peers').with.lengthOf(5);
  });

  it('zone-partition cuts one layer alone, or one direction', () => {
    const control = planned('zone-partition', { zone: 'az-a', layer: 'control-plane' });
    expect(control.steps.map((step) => step.map((action) => action.kind === 'node' && action.node))).to.deep.equal([
      ['control-plane'],
    ]);
    const data = planned('zone-partition', { zone: 'az-a', layer: 'data-plane' });
    expect(data.disabledNodes).to.deep.equal(['worker']);
    expect(data.steps[0]?.[0]).to.have.property('kind', 'chaos-mesh');
    const [pods, cut] = planned('zone-partition', { zone: 'az-a', direction: 'out' }).steps.map((step) => step[0]);
    expect(pods).to.have.nested.property('object.spec.direction', 'to');
    expect(cut).to.have.nested.property('verb.direction', 'out');
  });

  it('zone-partition of two zones cuts each off from everything else, the other cut zone too', () => {
    const plan = planned('zone-partition', { zone: 'az-a', zones: 2 });
    const [pods = [], nodes = []] = plan.steps;
    expect(pods.map((action) => action.kind === 'chaos-mesh' && action.object.metadata.name)).to.deep.equal([
      'as-1234abcd-0-0',
      'as-1234abcd-0-1',
    ]);
    // The second object leaves out what the first has cut already, and begins with those that stay joined.
    const [first, second] = pods.map((action) => (action.kind === 'chaos-mesh' ? action : undefined));
    expect(first?.targets).to.have.lengthOf(6);
    expect(second?.targets).to.have.lengthOf(4);
    expect(nodes).to.have.lengthOf(4);
    for (const action of nodes) {
      expect(action).to.have.nested.property('verb.peers').with.lengthOf(5);
    }
  });

  it('is unsatisfiable where no zone would be left', () => {
    expect(() => planned('zone-outage', { zone: 'any', zones: 3 })).to.throw('nothing to cut it off from');
    expect(() => planned('zone-outage', { zone: 'any', zones: 4 })).to.throw('the cluster has 3 zones, not 4');
  });
});
