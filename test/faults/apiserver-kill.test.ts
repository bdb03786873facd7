import { expect } from 'chai';
import { apiserverKill } from '../../src/faults/apiserver-kill.ts';
import { planContext } from '../support/plan-context.ts';

describe('apiserverKill', () => {
  it('kills the container of the named node, and proves it by a new container id', () => {
    const plan = apiserverKill.bind({ node: 'control-plane3' }).plan(planContext());
    expect(plan).to.deep.equal({
      steps: [
        [
          {
            kind: 'chaos-mesh',
            object: {
              apiVersion: 'chaos-mesh.org/v1alpha1',
              kind: 'PodChaos',
              metadata: {
                name: 'as-1234abcd-0',
                namespace: 'aftershock-run-1234abcd',
                labels: { 'app.kubernetes.io/managed-by': 'aftershock', 'aftershock.dev/run': '1234abcd' },
              },
              spec: {
                action: 'container-kill',
                mode: 'all',
                containerNames: ['kube-apiserver'],
                selector: {
                  namespaces: ['kube-system'],
                  labelSelectors: { component: 'kube-apiserver' },
                  nodes: ['control-plane3'],
                },
              },
            },
            targets: ['kube-system/kube-apiserver-control-plane3/kube-apiserver'],
            proof: {
              kind: 'containers-replaced',
              containers: [
                {
                  namespace: 'kube-system',
                  pod: 'kube-apiserver-control-plane3',
                  container: 'kube-apiserver',
                  node: 'control-plane3',
                  containerId: 'containerd://kube-apiserver-2',
                  restarts: 0,
                },
              ],
            },
          },
        ],
      ],
      targets: ['kube-apiserver of control-plane3'],
      disabledNodes: [],
    });
  });

  it('draws a node by seed: the same seed the same node, and every node has its seed', () => {
    const drawn = (seed: number): string | undefined =>
      apiserverKill.bind({}).plan(planContext(undefined, seed)).targets[0];
    expect(drawn(7)).to.equal(drawn(7));
    const seen = new Set(Array.from({ length: 40 }, (_, seed) => drawn(seed)));
    expect([...seen].sort()).to.deep.equal([
      'kube-apiserver of control-plane (drawn from 3)',
      'kube-apiserver of control-plane2 (drawn from 3)',
      'kube-apiserver of control-plane3 (drawn from 3)',
    ]);
  });

  it('is unsatisfiable on a node without an apiserver, and names those that have one', () => {
    expect(() => apiserverKill.bind({ node: 'worker' }).plan(planContext()))
      .to.throw('the cluster has no apiserver node "worker"')
      .with.property('code', 'unsatisfiable');
  });
});
