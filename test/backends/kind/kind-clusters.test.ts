import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { differences, plannedNodes, provideKubeconfig } from '../../../src/backends/kind/kind-clusters.ts';
import type { NodeContainer } from '../../../src/backends/kind/runtime.ts';
import { kubeconfigFile, writeState } from '../../../src/backends/kind/state.ts';

const config = 'kind-config.yaml';

function containers(controlPlanes: number, workers: number, balancers = 1): readonly NodeContainer[] {
  const make = (role: NodeContainer['role'], count: number): NodeContainer[] =>
    Array.from({ length: count }, (_, i) => ({
      name: `${role}${i}`,
      role,
      state: 'running',
      address: undefined,
      apiPort: undefined,
    }));
  return [
    ...make('control-plane', controlPlanes),
    ...make('worker', workers),
    ...make('external-load-balancer', balancers),
  ];
}

describe('kind-config.yaml', () => {
  interface Config {
    readonly kubeadmConfigPatches: readonly string[];
    readonly nodes: readonly { readonly role: string; readonly labels: Readonly<Record<string, string>> }[];
  }
  const { kubeadmConfigPatches, nodes } = parse(readFileSync(config, 'utf8')) as Config;

  it('puts one control plane and one worker into every zone', () => {
    const places = nodes.map(({ role, labels }) => `${role} ${labels['topology.kubernetes.io/zone'] ?? '?'}`);
    const wanted = ['control-plane', 'worker'].flatMap((role) => ['a', 'b', 'c'].map((zone) => `${role} az-${zone}`));
    expect(places).to.deep.equal(wanted);
  });

  it('is a patch for every kubeadm API, and never trades durability for speed', () => {
    const patches = kubeadmConfigPatches.map((text) => parse(text) as Record<string, unknown>);
    const [settings, ...keys] = patches;
    expect(settings?.['apiVersion']).to.equal(undefined);
    // What has another name in each API is said once for each, and only that.
    expect(keys).to.deep.equal([
      {
        apiVersion: 'kubeadm.k8s.io/v1beta3',
        kind: 'ClusterConfiguration',
        featureGates: { PublicKeysECDSA: true },
      },
      { apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', encryptionAlgorithm: 'ECDSA-P256' },
    ]);
    expect(kubeadmConfigPatches.join('')).not.to.match(/no-fsync/);
  });

  it('gives etcd an election timeout of at least five heartbeats', () => {
    const text = kubeadmConfigPatches.join('');
    const value = (name: string): number => Number(new RegExp(`${name}: "(\\d+)"`).exec(text)?.[1]);
    expect(value('election-timeout')).to.be.at.least(5 * value('heartbeat-interval'));
  });
});

describe('plannedNodes', () => {
  it('counts the nodes that the repository asks for', async () => {
    expect(await plannedNodes(config)).to.deep.equal({ controlPlanes: 3, workers: 3 });
  });

  it('refuses a file that is no kind configuration', async () => {
    const errors = await Promise.all(
      ['biome.json', 'no-such.yaml'].map((file) => plannedNodes(file).catch((thrown: unknown) => thrown)),
    );
    expect(errors.map((error) => (error as { code?: string }).code)).to.deep.equal(['unavailable', 'unavailable']);
  });
});

describe('differences', () => {
  it('finds none in a cluster made from the file', async () => {
    expect(await differences(containers(3, 3), config)).to.deep.equal([]);
  });

  it('knows a cluster that was left half made, and its remedy', async () => {
    const [problem] = await differences(containers(3, 1), config);
    expect(problem?.message).to.contain('3 control planes and 1 workers').and.contain('half made');
    expect(problem?.hint).to.contain('down').and.contain('up');
  });

  it('misses a load balancer', async () => {
    const [problem] = await differences(containers(3, 3, 0), config);
    expect(problem?.message).to.contain('no load balancer');
  });
});

describe('provideKubeconfig', () => {
  const { signal } = new AbortController();
  const name = 'no-such-cluster';
  const kubeconfig = `
apiVersion: v1
kind: Config
current-context: kind-${name}
contexts: [{ name: kind-${name}, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:34567' } }]
users: [{ name: u, user: { token: t } }]
`;
  const here = process.cwd();

  beforeEach(async () => {
    process.chdir(await mkdtemp(join(tmpdir(), 'aftershock-')));
    await writeState(kubeconfigFile(name), kubeconfig);
  });

  afterEach(async () => {
    const folder = process.cwd();
    process.chdir(here);
    await rm(folder, { recursive: true });
  });

  it('keeps what was written before while the balancer is off: kind gives none out then', async () => {
    expect(await provideKubeconfig(name, containers(3, 3), signal)).to.equal(kubeconfigFile(name));
  });

  it('asks kind where the port is another one', async () => {
    const moved = containers(3, 3).map((one) => ({ ...one, apiPort: { host: '127.0.0.1', port: 34568 } }));
    const error = await provideKubeconfig(name, moved, signal).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'unavailable');
  });
});
