import { expect } from 'chai';
import { faults } from '../../src/faults/index.ts';
import { chaosOf, planOf } from './plans.ts';

/** The minute that it is planned for, and the ten after which a strain ends by itself. */
const forMs = 660_000;
const strain = (load: object): object => ({ name: 'strain', load, forMs });

/** What each fault does in each of the nodes that are drawn, and whether that takes them away from the cluster. */
const acts: readonly (readonly [fault: string, given: object, verb: object, lost: boolean])[] = [
  ['node-pause', {}, { name: 'pause-machine' }, true],
  ['node-stop', {}, { name: 'kill-machine', port: 10_250 }, true],
  ['node-reboot', {}, { name: 'reboot-machine' }, true],
  ['kubelet-stop', {}, { name: 'stop-service', service: 'kubelet' }, true],
  ['containerd-kill', {}, { name: 'kill-service', service: 'containerd' }, false],
  ['node-cpu-hog', { workers: 3 }, strain({ kind: 'cpu', workers: 3 }), false],
  ['node-memory-hog', { size: '1Gi' }, strain({ kind: 'memory', bytes: 2 ** 30 }), false],
  ['node-disk-hog', {}, strain({ kind: 'disk-writes', workers: 2 }), false],
  ['disk-full', { leave: '10%' }, strain({ kind: 'disk-room', leave: 0.1 }), false],
  ['pid-pressure', { count: 300 }, strain({ kind: 'pids', count: 300 }), false],
];

describe('plans of faults of nodes', () => {
  for (const [name, given, verb, lost] of acts) {
    it(`${name} is the same act in each node that is drawn, at once`, () => {
      expect(planOf(name, { ...given, node: 'worker2' })).to.deep.equal({
        steps: [[{ kind: 'node', node: 'worker2', verb }]],
        targets: ['node worker2'],
        disabledNodes: lost ? ['worker2'] : [],
      });
      const zone = planOf(name, { ...given, zone: 'az-c', role: 'all', take: 'all' });
      expect(zone.steps).to.deep.equal([['control-plane3', 'worker3'].map((node) => ({ kind: 'node', node, verb }))]);
      expect(zone.disabledNodes).to.deep.equal(lost ? ['control-plane3', 'worker3'] : []);
    });

    it(`${name} is unsatisfiable on a node that is not there`, () => {
      expect(() => planOf(name, { ...given, node: 'worker9' })).to.throw('worker9');
    });
  }

  it('node-stop finds the machine of etcd’s leader', () => {
    expect(planOf('node-stop', { node: 'leader', role: 'control-plane' }).disabledNodes).to.deep.equal([
      'control-plane2',
    ]);
  });

  it('node-isolate cuts a node off from every other, their pods, and the balancer', () => {
    const plan = planOf('node-isolate', { node: 'worker' });
    const peer = (name: string, last: number): object => ({
      name,
      address: `172.18.0.${last}`,
      port: 10_250,
      cidrs: [`10.244.${last}.0/24`],
    });
    const peers = [
      peer('control-plane', 3),
      peer('control-plane2', 4),
      peer('control-plane3', 5),
      peer('worker2', 7),
      peer('worker3', 8),
      { name: 'lb', address: '172.18.0.2', port: 6443, cidrs: [] },
    ];
    expect(plan.steps).to.deep.equal([[{ kind: 'node', node: 'worker', verb: { name: 'drop-traffic', peers } }]]);
    expect(plan.disabledNodes).to.deep.equal(['worker']);
  });

  it('disk-full needs disks that are the nodes’ own', () => {
    expect(faults.get('disk-full').bind({}).needs).to.deep.equal(['own-disks']);
  });
});

describe('volume-full', () => {
  it('fails what takes room with ENOSPC, and is proven by writing a file that is not there', () => {
    const given = { zone: 'az-a', take: 'all', volume: '/data', file: '/data/.full' };
    const { object, targets, proof } = chaosOf(planOf('volume-full', given));
    expect(object.kind).to.equal('IOChaos');
    expect(object.spec).to.deep.equal({
      mode: 'all',
      selector: { pods: { aftershock: ['web-0-0', 'web-0-1'] } },
      action: 'fault',
      errno: 28,
      methods: ['write', 'create', 'mkdir', 'mknod', 'symlink', 'fallocate'],
      containerNames: ['web'],
      volumePath: '/data',
      path: '/data/**/*',
      percent: 100,
      duration: '11m',
    });
    expect(targets).to.deep.equal(['aftershock/web-0-0/web', 'aftershock/web-0-1/web']);
    expect(proof).to.have.deep.property('sign', { kind: 'file', path: '/data/.full', expect: 'full' });
  });
});
