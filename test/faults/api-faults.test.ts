import { expect } from 'chai';
import { sixNodes } from '../support/six-nodes.ts';
import { patchIn, planOf, verbsOf } from './plans.ts';

const web = '/apis/apps/v1/namespaces/aftershock/deployments/web';

describe('scale-to-zero', () => {
  it('patches the replicas away, and knows how many there were', () => {
    const plan = planOf('scale-to-zero');
    expect(patchIn(plan)).to.deep.equal({
      name: 'patch',
      what: 'scale Deployment aftershock/web to 0',
      run: '1234abcd',
      path: web,
      change: { spec: { replicas: 0 } },
      undo: { spec: { replicas: 6 } },
      seenBy: { path: web, field: 'status.readyReplicas', expect: { is: 0 } },
    });
    expect(plan.targets).to.deep.equal(['Deployment aftershock/web: 6 replicas']);
  });

  it('is unsatisfiable for a workload that is not there, or keeps no pods', () => {
    expect(() => planOf('scale-to-zero', { owner: 'wbe' })).to.throw('no Deployment or StatefulSet "wbe" keeps pods');
    const owners = sixNodes().owners.map((owner) => ({ ...owner, replicas: 0 }));
    expect(() => planOf('scale-to-zero', {}, sixNodes({ owners }))).to.throw('keeps pods in aftershock');
  });
});

describe('bad-rollout', () => {
  const kept = { name: 'web', image: 'node:22', command: ['node', '/app/server.mjs'] };

  it('breaks the readiness probe, and rolls the very containers back', () => {
    const patch = patchIn(planOf('bad-rollout'));
    const readinessProbe = { tcpSocket: { port: 1 }, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 };
    expect(patch.change).to.deep.equal({
      spec: { template: { spec: { containers: [{ ...kept, readinessProbe }] } } },
    });
    expect(patch.undo).to.deep.equal({ spec: { template: { spec: { containers: [kept] } } } });
    expect(patch.seenBy).to.deep.equal({ path: web, field: 'status.unavailableReplicas', expect: { atLeast: 1 } });
  });

  it('breaks the image or the command in place of the probe', () => {
    expect(patchIn(planOf('bad-rollout', { broken: 'image' })).change).to.have.nested.property(
      'spec.template.spec.containers[0].image',
      'node:22-that-is-not-there',
    );
    expect(patchIn(planOf('bad-rollout', { broken: 'command' })).change)
      .to.have.nested.property('spec.template.spec.containers[0].command')
      .that.deep.equals(['/bin/sh', '-c', 'exit 1']);
  });

  it('takes every old pod away at once where it is told to, and gives the strategy back', () => {
    const patch = patchIn(planOf('bad-rollout', { pace: 'at-once' }));
    expect(patch.change).to.have.nested.property('spec.strategy.rollingUpdate.maxUnavailable', '100%');
    expect(patch.undo).to.have.nested.property('spec.strategy.rollingUpdate.maxUnavailable', '25%');
  });
});

describe('node-cordon', () => {
  it('patches each node that was drawn, all at once', () => {
    const [step, ...more] = verbsOf(planOf('node-cordon', { take: 2, zone: 'any', role: 'all' }));
    expect(more).to.deep.equal([]);
    expect(step).to.have.length(2);
    const patch = patchIn(planOf('node-cordon', { node: 'worker' }));
    expect(patch).to.deep.include({ path: '/api/v1/nodes/worker', change: { spec: { unschedulable: true } } });
    expect(patch.undo).to.deep.equal({ spec: { unschedulable: null } });
  });
});

describe('node-drain', () => {
  it('cordons first, then evicts what neither a DaemonSet nor a file keeps there', () => {
    const state = sixNodes();
    const [some] = state.pods.filter(({ name }) => name === 'web-0-0');
    if (some === undefined) throw new Error('no pod');
    const daemon = { ...some, name: 'daemon', owner: { kind: 'DaemonSet', name: 'd', uid: 'd' } };
    const leaving = { ...some, name: 'leaving', terminating: true };
    const plan = planOf('node-drain', { node: 'worker' }, { ...state, pods: [...state.pods, daemon, leaving] });
    const [first, second] = verbsOf(plan);
    expect(first?.map(({ name }) => name)).to.deep.equal(['patch']);
    expect(second).to.deep.equal([
      {
        name: 'evict',
        what: 'evict 2 pods from worker',
        pods: ['web-0-0', 'web-0-1'].map((pod) => ({ namespace: 'aftershock', pod, uid: pod })),
      },
    ]);
  });

  it('is unsatisfiable where there is nothing to evict', () => {
    expect(() => planOf('node-drain', { node: 'control-plane' })).to.throw('there is no pod to evict');
  });
});

describe('namespace-delete', () => {
  it('makes a namespace of the run’s own and deletes that, never one that was there', () => {
    const [made, removed] = verbsOf(planOf('namespace-delete', { pods: 3 }));
    const path = '/api/v1/namespaces/aftershock-run-1234abcd-own';
    expect(removed).to.deep.equal([{ name: 'remove', what: 'delete namespace aftershock-run-1234abcd-own', path }]);
    const [make] = made ?? [];
    if (make?.name !== 'make') throw new Error('nothing is made');
    expect(make.objects.map((one) => one.path)).to.deep.equal([
      path,
      '/apis/apps/v1/namespaces/aftershock-run-1234abcd-own/deployments/disposable',
    ]);
    expect(make.objects[0]?.object).to.have.nested.property('metadata.labels.aftershock\\.dev/run', '1234abcd');
    expect(make.objects[1]?.object).to.have.nested.property('spec.template.spec.containers[0].image', 'node:22');
    expect(make.seenBy).to.deep.include({ field: 'status.readyReplicas', expect: { is: 3 } });
  });
});
