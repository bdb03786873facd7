import { expect } from 'chai';
import { actionTitle } from '../../src/core/action.ts';
import { zonePartition } from '../../src/faults/zone-partition.ts';
import { planContext } from '../support/plan-context.ts';
import { sixNodes } from '../support/six-nodes.ts';

describe('zonePartition', () => {
  it('cuts the pods first, while Chaos Mesh still reaches its daemons, then all nodes at once', () => {
    const { steps, disabledNodes } = zonePartition.bind({ zone: 'az-a' }).plan(planContext());
    const names = steps.map((step) =>
      step.map((action) => (action.kind === 'node' ? action.node : actionTitle(action).split(' ')[0])),
    );
    expect(names).to.deep.equal([['NetworkChaos'], ['control-plane', 'worker']]);
    expect(disabledNodes).to.deep.equal(['control-plane', 'worker']);
  });

  it('partitions the zone’s workload pods from all others, in both directions, with a duration as a second net', () => {
    const [pods] = zonePartition.bind({ zone: 'az-a' }).plan(planContext()).steps.flat();
    expect(pods)
      .to.have.nested.property('object.spec')
      .that.deep.equals({
        action: 'partition',
        direction: 'both',
        duration: '11m',
        mode: 'all',
        selector: { namespaces: ['aftershock'], nodes: ['control-plane', 'worker'] },
        target: {
          mode: 'all',
          selector: { namespaces: ['aftershock'], nodes: ['control-plane2', 'control-plane3', 'worker2', 'worker3'] },
        },
      });
    expect(pods)
      .to.have.property('targets')
      .with.members([
        'aftershock/web-0-0',
        'aftershock/web-0-1',
        'aftershock/web-1-0',
        'aftershock/web-1-1',
        'aftershock/web-2-0',
        'aftershock/web-2-1',
      ]);
  });

  it('drops traffic to every outside node, its pods, and the load balancer, and nothing inside the zone', () => {
    const worker = zonePartition
      .bind({ zone: 'az-a' })
      .plan(planContext())
      .steps.flat()
      .find((action) => action.kind === 'node' && action.node === 'worker');
    expect(worker)
      .to.have.nested.property('verb.peers')
      .that.deep.equals([
        { name: 'control-plane2', address: '172.18.0.4', port: 10250, cidrs: ['10.244.4.0/24'] },
        { name: 'control-plane3', address: '172.18.0.5', port: 10250, cidrs: ['10.244.5.0/24'] },
        { name: 'worker2', address: '172.18.0.7', port: 10250, cidrs: ['10.244.7.0/24'] },
        { name: 'worker3', address: '172.18.0.8', port: 10250, cidrs: ['10.244.8.0/24'] },
        { name: 'lb', address: '172.18.0.2', port: 6443, cidrs: [] },
      ]);
  });

  it('cuts at the nodes only where one side has no workload pods: Chaos Mesh refuses an object that selects nothing', () => {
    const state = sixNodes();
    const emptied = sixNodes({ pods: state.pods.filter((pod) => pod.node !== 'worker') });
    const { steps, targets } = zonePartition.bind({ zone: 'az-a' }).plan(planContext(emptied));
    expect(steps.map((step) => step.map(({ kind }) => kind))).to.deep.equal([['node', 'node']]);
    expect(targets).to.include('no workload pods on both sides: cut at the nodes only');
  });

  it('tries the way to zones that stay joined first, whatever the order of pods', () => {
    const { pods } = sixNodes();
    for (const order of [pods, [...pods].reverse()]) {
      const { steps, disabledNodes } = zonePartition
        .bind({ zone: 'az-c', zones: 2 })
        .plan(planContext(sixNodes({ pods: order })));
      const joined = ['worker', 'worker2', 'worker3'].filter((name) => !disabledNodes.includes(name));
      expect(joined).to.have.length(1);
      const { to } = (steps.flat()[0] as { readonly proof: { readonly to: readonly { readonly node: string }[] } })
        .proof;
      expect(to.slice(0, 2).map(({ node }) => node)).to.deep.equal([joined[0], joined[0]]);
    }
  });

  it('refuses host-network pods, whose partition Chaos Mesh can neither inject nor delete', () => {
    const pods = sixNodes().pods.map((pod) => (pod.name === 'web-1-0' ? { ...pod, hostNetwork: true } : pod));
    expect(() => zonePartition.bind({ zone: 'az-a' }).plan(planContext(sixNodes({ pods })))).to.throw(
      "pod aftershock/web-1-0 uses its node's network",
    );
  });

  it('is unsatisfiable for a zone that is not there, and suggests one', () => {
    expect(() => zonePartition.bind({ zone: 'az-d' }).plan(planContext()))
      .to.throw('the cluster has no zone "az-d"')
      .with.property('hint', 'Did you mean "az-a"?');
  });

  it('is unsatisfiable where every node is in one zone', () => {
    const nodes = sixNodes().nodes.map((node) => ({ ...node, zone: 'az-a' }));
    expect(() => zonePartition.bind({ zone: 'any' }).plan(planContext(sixNodes({ nodes })))).to.throw(
      'nothing to cut it off from',
    );
  });
});
