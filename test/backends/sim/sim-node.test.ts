import { expect } from 'chai';
import type { NodeVerb } from '../../../src/core/node-verb.ts';
import type { ProofRecord } from '../../../src/core/timeline.ts';
import { nodeInjection, sweepMachine } from '../../../src/backends/kube/node-verbs/index.ts';
import { tagOf } from '../../../src/backends/kube/node-verbs/tag.ts';
import { inLab, type Lab } from './lab.ts';

const overrides = { zones: 1, controlPlanes: 1, nodesPerZone: 2 };

/** The name of the first worker. */
function workerOf({ world }: Lab): string {
  const [worker] = [...world.nodes.values()].filter(({ controlPlane }) => !controlPlane);
  if (worker === undefined) throw new Error('no worker');
  return worker.name;
}

interface Struck {
  readonly proof: ProofRecord | undefined;
  readonly holds: boolean;
  readonly heal: () => Promise<void>;
}

/** Does an act on the first worker; `holds` tells whether its effect is in the machine. */
async function strike(lab: Lab, verb: NodeVerb, holds: () => boolean): Promise<Struck> {
  const { inside, clock, world, signal } = lab;
  const addresses = new Map([...world.nodes.values()].map(({ name, on }) => [name, on.address]));
  const access = {
    inside,
    clock,
    note: () => undefined,
    addresses,
    nodes: [...world.nodes.keys()],
    podOf: async () => undefined,
  };
  const injection = nodeInjection(access, { kind: 'node', node: workerOf(lab), verb });
  let proof: ProofRecord | undefined;
  await injection.inject(signal, (_stage, seen) => {
    proof = seen ?? proof;
  });
  return { proof, holds: holds(), heal: () => injection.heal(signal, () => undefined) };
}

describe('acts on simulated nodes', function () {
  this.timeout(60_000);

  it('stops a kubelet until it is healed; its containers run on', () =>
    inLab({ overrides }, async (lab) => {
      const node = workerOf(lab);
      const host = lab.world.hosts.get(node);
      const containers = lab.world.nodes.get(node)?.runtime.containers().length;
      const { proof, holds, heal } = await strike(
        lab,
        { name: 'stop-service', service: 'kubelet' },
        () => host?.kubelet() === undefined,
      );
      expect([proof?.status, holds]).to.deep.equal(['proven', true]);
      await lab.run(30);
      expect(host?.kubelet()).to.equal(undefined);
      expect(lab.world.nodes.get(node)?.runtime.containers().length).to.equal(containers);
      await heal();
      await heal();
      expect(host?.kubelet()?.alive).to.equal(true);
    }));

  it('kills containerd, which comes back by itself', () =>
    inLab({ overrides }, async (lab) => {
      const runtime = lab.world.nodes.get(workerOf(lab))?.runtime;
      const { proof } = await strike(lab, { name: 'kill-service', service: 'containerd' }, () => true);
      expect(proof).to.deep.equal({ status: 'proven', detail: 'containerd ran as process 1, and runs as 2' });
      expect(runtime?.downSince()).to.equal(undefined);
    }));

  it('reboots a machine: its kubelet is another one afterwards', () =>
    inLab({ overrides }, async (lab) => {
      const host = lab.world.hosts.get(workerOf(lab));
      const before = host?.kubelet();
      await lab.run(1);
      const { proof } = await strike(lab, { name: 'reboot-machine' }, () => true);
      expect(proof?.status).to.equal('proven');
      await lab.run(20);
      expect(before?.alive).to.equal(false);
      expect(host?.kubelet()?.alive).to.equal(true);
    }));

  const loads = [
    [{ kind: 'cpu', workers: 3 }, 'threads'],
    [{ kind: 'memory', bytes: 2 ** 30 }, 'memory'],
    [{ kind: 'pids', count: 500 }, 'pids'],
    [{ kind: 'disk-room', leave: 0.05 }, 'disk'],
  ] as const;
  for (const [load, held] of loads) {
    it(`strains ${load.kind} until it is healed, or its time is over`, () =>
      inLab({ overrides }, async (lab) => {
        const node = workerOf(lab);
        const verb: NodeVerb = { name: 'strain', load, forMs: 60_000 };
        const who = `AFTERSHOCK-${tagOf({ kind: 'node', node, verb })}`;
        const amount = (): number | undefined => lab.world.hosts.get(node)?.strain.of(who)[held];
        const first = await strike(lab, verb, () => amount() !== 0);
        expect([first.proof?.status, first.holds]).to.deep.equal(['proven', true]);
        await first.heal();
        expect(amount()).to.equal(0);
        const second = await strike(lab, verb, () => amount() !== 0);
        expect(second.holds).to.equal(true);
        await lab.run(61);
        expect(amount()).to.equal(0);
      }));
  }

  it('is swept without a journal', () =>
    inLab({ overrides }, async (lab) => {
      const node = workerOf(lab);
      await strike(lab, { name: 'stop-service', service: 'kubelet' }, () => true);
      await strike(lab, { name: 'strain', load: { kind: 'pids', count: 100 }, forMs: 600_000 }, () => true);
      const before = lab.world.nodes.get(node)?.machine.pids.used() ?? 0;
      expect(await lab.inside.traces(node, lab.signal)).to.deep.equal(['a stopped kubelet', 'programs that use it up']);
      await sweepMachine(lab.inside, { name: node, isBalancer: false }, lab.signal);
      expect(await lab.inside.traces(node, lab.signal)).to.deep.equal([]);
      expect(lab.world.hosts.get(node)?.kubelet()?.alive).to.equal(true);
      expect(lab.world.nodes.get(node)?.machine.pids.used()).to.equal(before - 100);
    }));
});
