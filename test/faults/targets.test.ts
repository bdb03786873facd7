import { expect } from 'chai';
import fc from 'fast-check';
import { countOf, drawNodes, drawPods, type NodeWish, ownerName, type PodWish } from '../../src/faults/targets.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

const pods = (wish: Partial<PodWish>, seed = 1, state = sixNodes()): ReturnType<typeof drawPods> =>
  drawPods(planContext(state, seed), { namespace: 'workload', labels: {}, take: 'all', ...wish });
const nodes = (wish: Partial<NodeWish>, seed = 1): ReturnType<typeof drawNodes> =>
  drawNodes(planContext(sixNodes(), seed), { node: 'any', role: 'worker', labels: {}, take: 'one', ...wish });
const names = (drawn: { readonly chosen: readonly { readonly name: string }[] }): readonly string[] =>
  drawn.chosen.map(({ name }) => name).sort();

describe('drawPods', () => {
  it('chooses by label, owner, node and zone, and says so', () => {
    expect(names(pods({ labels: { app: 'web' } }))).to.have.length(6);
    expect(names(pods({ owner: 'web' }))).to.have.length(6);
    expect(names(pods({ node: 'worker2' }))).to.deep.equal(['web-1-0', 'web-1-1']);
    expect(names(pods({ zone: 'az-c' }))).to.deep.equal(['web-2-0', 'web-2-1']);
    expect(pods({ zone: 'az-c' }).text).to.equal('2 of 2 pods in aftershock, zone az-c: web-2-0, web-2-1');
  });

  it('takes one, half, all, a number or a share, rounded up', () => {
    const counts = (['one', 'half', 'all', 2, { share: 0.4 }] as const).map((take) => names(pods({ take })).length);
    expect(counts).to.deep.equal([1, 3, 6, 2, 3]);
  });

  it('draws the same for the same seed, and says that it drew', () => {
    const drawn = pods({ take: 2 }, 7);
    expect(names(pods({ take: 2 }, 7))).to.deep.equal(names(drawn));
    const others = new Set(Array.from({ length: 20 }, (_, seed) => names(pods({ take: 2 }, seed)).join()));
    expect(others.size).to.be.above(3);
    expect(drawn.text).to.match(/^2 of 6 pods in aftershock: web-\d-\d, web-\d-\d \(drawn by seed\)$/);
  });

  it('draws "any" zone, node and owner by seed, and the leader from etcd', () => {
    expect(pods({ zone: 'any' }).text).to.match(/zone az-[abc] \(drawn from 3\)/);
    expect(pods({ node: 'any' }).text).to.match(/node worker[23]? \(drawn from 3\)/);
    expect(pods({ owner: 'any' }).text).to.contain('owner web (drawn from 1)');
    expect(names(pods({ namespace: 'kube-system', node: 'leader', labels: { component: 'etcd' } }))).to.deep.equal([
      'etcd-control-plane2',
    ]);
  });

  it('leaves out pods that leave, and those that run nowhere', () => {
    const state = sixNodes();
    const changed = state.pods.map((pod) =>
      pod.name === 'web-0-0'
        ? { ...pod, terminating: true }
        : pod.name === 'web-1-0'
          ? { ...pod, node: undefined }
          : pod,
    );
    expect(names(pods({}, 1, { ...state, pods: changed }))).to.deep.equal(['web-0-1', 'web-1-1', 'web-2-0', 'web-2-1']);
  });

  it('is unsatisfiable where there are none, or too few', () => {
    expect(() => pods({ take: 7 })).to.throw('7 of pods in aftershock was asked for, and there are 6');
    expect(() => pods({ zone: 'az-d' })).to.throw('nothing there has the zone "az-d"');
    expect(() => pods({ owner: 'wbe' }))
      .to.throw('nothing there has the owner "wbe"')
      .with.property('hint')
      .that.contains('web');
    expect(() => pods({ namespace: 'nowhere', take: 'one' })).to.throw('there are 0');
  });

  it('refuses host-network pods and mirrors of static pods where the fault cannot be done to them', () => {
    const wish = { namespace: 'kube-system', labels: { component: 'etcd' }, take: 'all' } as const;
    const context = planContext();
    expect(() => drawPods(context, wish, { ownNetwork: true })).to.throw("uses its node's network");
    expect(() => drawPods(context, wish, { ownObject: true })).to.throw('is the mirror of a static pod');
    expect(drawPods(context, wish).chosen).to.have.length(3);
  });
});

describe('drawNodes', () => {
  it('draws among workers, control planes or all, by zone and by label', () => {
    expect(names(nodes({ take: 'all' }))).to.deep.equal(['worker', 'worker2', 'worker3']);
    expect(names(nodes({ role: 'control-plane', take: 'all' }))).to.have.length(3);
    expect(names(nodes({ role: 'all', zone: 'az-b', take: 'all' }))).to.deep.equal(['control-plane2', 'worker2']);
    expect(names(nodes({ labels: { 'topology.kubernetes.io/zone': 'az-c' } }))).to.deep.equal(['worker3']);
  });

  it('takes a node by its name whatever its role, and the leader of etcd', () => {
    expect(nodes({ node: 'control-plane3' }).text).to.equal('node control-plane3');
    expect(nodes({ node: 'leader' }).text).to.equal('node control-plane2, where etcd’s leader is');
    expect(() => nodes({ node: 'worker9' })).to.throw('the cluster has no node "worker9" there');
  });
});

describe('ownerName', () => {
  it('is the Deployment of a ReplicaSet’s pods, and the owner itself of others', () => {
    const [pod] = sixNodes().pods.filter(({ name }) => name === 'web-0-0');
    if (pod === undefined) throw new Error('no pod');
    expect(ownerName(pod)).to.equal('web');
    expect(ownerName({ ...pod, owner: { kind: 'DaemonSet', name: 'proxy-5d8f', uid: 'd' } })).to.equal('proxy-5d8f');
    expect(ownerName({ ...pod, owner: undefined })).to.equal(undefined);
  });
});

describe('countOf', () => {
  it('is never more than there are for words and shares, and at least one of some', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.001, max: 1, noNaN: true }), (all, share) => {
        const count = countOf({ share }, all);
        expect(count).to.be.within(1, all);
        expect(count / all).to.be.at.least(share - 1e-6);
      }),
    );
    expect(countOf({ share: 0.29 }, 100)).to.equal(29);
  });
});
