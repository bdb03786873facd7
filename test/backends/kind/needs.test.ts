import { expect } from 'chai';
import { plurals } from 'chaos-mesh-types';
import { unmetNeeds } from '../../../src/backends/kind/needs.ts';
import type { Problem } from '../../../src/core/errors.ts';
import type { Need } from '../../../src/core/fault.ts';
import { faults } from '../../../src/faults/index.ts';
import { fakeClient, refusal } from '../kube/fake-client.ts';
import { type FakeTools, fakeTools } from './fake-tools.ts';

const { signal } = new AbortController();
const all = Object.values(plurals).map((name) => ({ name }));

/** What Chaos Mesh serves, and how many of its DNS server run, if it has one. */
interface Served {
  readonly kinds?: readonly { readonly name: string }[];
  readonly dns?: number | 'none';
}

/** The needs that are not met, in words, on a node that answers every command with `said`, `answers` excepted. */
async function asked(...args: Parameters<typeof found>): Promise<readonly string[]> {
  return (await found(...args)).map(({ message }) => message);
}

async function found(
  tools: FakeTools,
  needs: readonly Need[],
  { said = 'present', answers = '', kinds = all, dns = 1 }: Served & { said?: string; answers?: string } = {},
): Promise<readonly Problem[]> {
  tools.have('docker', `case "$*" in ${answers} *) echo ${said} ;; esac`);
  const client = fakeClient((_, path) => {
    if (path.endsWith('/chaos-dns-server')) {
      if (dns === 'none') throw refusal(404);
      return { status: { availableReplicas: dns } };
    }
    return { resources: kinds };
  });
  const problems = await unmetNeeds({ client, node: 'w', balancer: 'lb' }, needs, signal);
  expect(problems.every(({ check, hint }) => check === 'needs' && hint !== '')).to.equal(true);
  return problems;
}

describe('unmetNeeds', () => {
  let tools: FakeTools;
  beforeEach(() => (tools = fakeTools()));
  afterEach(() => tools.restore());

  it('finds nothing where all is there, whatever the fault', async () => {
    const needs = faults.all.flatMap((fault) => fault.bind(fault.example).needs ?? []);
    const answers = '*cgroup*) ;; *toda*|*tproxy*) echo program ;;';
    const unmet = await asked(tools, needs, { answers });
    // Nodes are containers: this they never have.
    expect(unmet).to.have.lengthOf(1);
    expect(unmet[0]).to.contain('disks are this machine’s own');
  });

  it('names each module that the kernel lacks, what cannot be done, and that it could not be undone', async () => {
    const needs = faults.get('network-delay').bind({}).needs ?? [];
    const unmet = await asked(tools, needs, { answers: '*netem*) echo absent ;; *prio*) echo absent ;;' });
    expect(unmet).to.deep.equal([
      'the kernel below the nodes has no sch_netem: NetworkChaos delay, loss, duplicate, corrupt and reorder cannot be injected, and could not be deleted',
      'the kernel below the nodes has no sch_prio: NetworkChaos delay, loss, duplicate, corrupt and bandwidth towards some peers alone cannot be injected, and could not be deleted',
    ]);
  });

  it('takes what cannot be told for missing: an object that hangs is worse than a run that is refused', async () => {
    expect(await asked(tools, ['sch_tbf'], { said: 'no-tool' })).to.have.lengthOf(1);
  });

  it('refuses to kill a balancer that forgets its servers, and no other', async () => {
    const needs = faults.get('load-balancer-kill').bind({}).needs ?? [];
    const said = (command: string): string => `'["bash","-c","mkdir -p /home/envoy && ${command} && envoy"]'`;
    const always = 'echo resources > /home/envoy/cds.yaml';
    const once = `{ [ ! -f /home/envoy/cds.yaml ] && ${always} || true; }`;
    expect(await asked(tools, needs, { said: said(always) })).to.deep.equal([
      'lb forgets its servers when it starts again: what kills it could not be healed',
    ]);
    expect(await asked(tools, needs, { said: said(once) })).to.deep.equal([]);
    expect(await asked(tools, needs, { said: 'null' })).to.deep.equal([]);
  });

  it('names programs that chaos-daemon has not', async () => {
    const unmet = await asked(tools, ['IOChaos', 'HTTPChaos'], { said: 'daemon' });
    expect(unmet).to.deep.equal([
      'the chaos-daemon of this cluster has no toda: IOChaos cannot be injected',
      'the chaos-daemon of this cluster has no tproxy: HTTPChaos cannot be injected',
    ]);
  });

  it('takes for a thing that mends itself what a pod that is not ready yet keeps from view, or from work', async () => {
    const problems = await found(tools, ['IOChaos', 'DNSChaos'], { said: '""', dns: 0 });
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'no chaos-daemon runs in w: whether it has toda cannot be told',
      'Chaos Mesh’s DNS server is not ready',
    ]);
    expect(problems.every(({ mendsItself }) => mendsItself === true)).to.equal(true);
    const [toda, dns] = await found(tools, ['IOChaos', 'DNSChaos'], { said: 'daemon', dns: 'none' });
    expect([toda?.mendsItself, dns?.mendsItself]).to.deep.equal([undefined, undefined]);
  });

  it('names a DNS server that does not run', async () => {
    expect(await asked(tools, ['DNSChaos'], { dns: 'none' })).to.deep.equal([
      'Chaos Mesh’s DNS server does not run: DNSChaos cannot be injected',
    ]);
  });

  it('names a kind that Chaos Mesh does not serve, before it looks at more of it', async () => {
    const unmet = await asked(tools, ['JVMChaos', 'StressChaos', 'IOChaos'], { kinds: [] });
    expect(unmet).to.deep.equal(
      ['JVMChaos', 'StressChaos', 'IOChaos'].map((kind) => `Chaos Mesh does not serve ${kind} here`),
    );
  });

  it('names folders of control groups that nothing is mounted at', async () => {
    const [unmet] = await asked(tools, ['StressChaos'], { answers: '*cgroup*) echo hugetlb; echo rdma ;;' });
    expect(unmet).to.contain('no controller is mounted at hugetlb, rdma of /sys/fs/cgroup');
  });
});
