import { expect } from 'chai';
import { conditionStatus, type Pod } from '../../../src/backends/kube/api-types.ts';
import { nodeInjection } from '../../../src/backends/kube/node-verbs/index.ts';
import type { Injection, InjectionStage } from '../../../src/core/cluster.ts';
import { inLab, type Lab } from './lab.ts';

const [node, through] = ['sim-control-plane2', 'sim-control-plane'];

function pod({ harness, signal }: Lab, namespace: string, name: string): Promise<Pod | undefined> {
  return harness.client.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`, { signal });
}

function replacement(lab: Lab, podOf: (namespace: string, name: string) => Promise<Pod | undefined>): Injection {
  const { inside, clock, world } = lab;
  const addresses = new Map([...world.nodes.values()].map(({ name, on }) => [name, on.address]));
  const peer = (name: string): { node: string; address: string } => ({
    node: name,
    address: addresses.get(name) ?? '',
  });
  const access = { inside, clock, addresses, nodes: [...world.nodes.keys()], note: () => undefined, podOf };
  const verb = { name: 'replace-member' as const, through: peer(through), member: peer(node) };
  return nodeInjection(access, { kind: 'node', node, verb });
}

describe('replaceMember on simulated nodes', function () {
  this.timeout(60_000);

  it('is gone when the pod of the new member is Ready with its new container', () =>
    inLab({}, async (lab) => {
      const { clock, inside, signal, run } = lab;
      await run(2);
      const injection = replacement(lab, (namespace, name) => pod(lab, namespace, name));
      const at = new Map<InjectionStage, number>();
      await injection.inject(signal, () => undefined);
      await injection.heal(signal, (stage) => void at.set(stage, clock.now()));
      const mirror = await pod(lab, 'kube-system', `etcd-${node}`);
      expect(conditionStatus(mirror?.status?.conditions, 'Ready')).to.equal('True');
      expect(mirror?.status?.containerStatuses?.[0]?.containerID).to.equal(
        (await inside.components.look(node, 'etcd', signal)).id,
      );
      expect(at.get('gone')).to.be.above(at.get('healed') ?? Infinity);
    }));

  it('waits while the pod still tells of the container that was', () =>
    inLab({}, async (lab) => {
      const { clock, signal, run } = lab;
      await run(2);
      const before = await pod(lab, 'kube-system', `etcd-${node}`);
      expect(conditionStatus(before?.status?.conditions, 'Ready')).to.equal('True');
      let until = Infinity;
      const injection = replacement(lab, (namespace, name) =>
        clock.now() < until ? Promise.resolve(before) : pod(lab, namespace, name),
      );
      await injection.inject(signal, () => undefined);
      until = clock.now() + 20_000;
      await injection.heal(signal, () => undefined);
      expect(clock.now()).to.be.within(until, until + 5000);
    }));

  it('is not healed while the pod stays Pending, and says so after a bounded time', () =>
    inLab({}, async (lab) => {
      const { clock, signal, run } = lab;
      await run(2);
      const injection = replacement(lab, async (namespace, name) => {
        const found = await pod(lab, namespace, name);
        return found && { ...found, status: { phase: 'Pending' } };
      });
      await injection.inject(signal, () => undefined);
      const since = clock.now();
      const error = await injection.heal(signal, () => undefined).catch((thrown: unknown) => thrown);
      expect(error).to.have.property(
        'message',
        `the new member did not settle (pod kube-system/etcd-${node} is not Ready (Pending)) within 90 s`,
      );
      expect(clock.now() - since).to.be.within(90_000, 95_000);
    }));
});
