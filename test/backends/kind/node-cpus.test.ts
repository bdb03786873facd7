import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { cpusOfNode, limitNodes } from '../../../src/backends/kind/node-cpus.ts';
import type { NodeContainer } from '../../../src/backends/kind/runtime.ts';
import { type FakeTools, fakeTools } from './fake-tools.ts';

const container = (name: string, role: NodeContainer['role'], cpus?: number): NodeContainer => ({
  name,
  role,
  state: 'running',
  address: undefined,
  apiPort: undefined,
  cpus,
});
const cluster = (cpus?: number): readonly NodeContainer[] => [
  ...['cp1', 'cp2', 'cp3'].map((name) => container(name, 'control-plane', cpus)),
  container('w1', 'worker', cpus),
  container('lb', 'external-load-balancer'),
];

describe('cpusOfNode', () => {
  it('is an equal part for each control plane, what the settings say, or all', () => {
    expect(cpusOfNode(cluster(), 'share', 8)).to.equal(2.67);
    expect(cpusOfNode(cluster(), 'share', 2)).to.equal(0.67);
    expect(cpusOfNode([container('cp', 'control-plane'), container('w', 'worker')], 'share', 8)).to.equal(8);
    expect(cpusOfNode(cluster(), 1.5, 8)).to.equal(1.5);
    expect(cpusOfNode(cluster(), 1.5, 1)).to.equal(1);
    expect(cpusOfNode(cluster(), 'all', 8)).to.equal(8);
  });
});

describe('limitNodes', () => {
  let tools: FakeTools;
  const notes: string[] = [];
  const limit = async (containers: readonly NodeContainer[], wanted: number | 'share' | 'all'): Promise<void> => {
    notes.length = 0;
    const note = (text: string): void => void notes.push(text);
    await limitNodes(containers, wanted, note, new AbortController().signal);
  };
  const asked = (): string => readFileSync('asked', 'utf8');

  beforeEach(() => {
    tools = fakeTools();
    tools.have('docker', 'echo "$@" >> asked; if [ "$1" = info ]; then echo 8; fi');
  });
  afterEach(() => tools.restore());

  it('limits every node, and not the balancer', async () => {
    await limit(cluster(), 'share');
    expect(asked()).to.equal('info --format {{.NCPU}}\nupdate --cpus 2.67 cp1 cp2 cp3 w1\n');
    expect(notes).to.deep.equal(['each node gets at most 2.67 of 8 processors']);
  });

  it('changes nothing where the nodes have that limit, or none and should have none', async () => {
    await limit(cluster(2.67), 'share');
    await limit(cluster(), 'all');
    expect(asked()).not.to.include('update');
    expect(notes).to.deep.equal([]);
  });

  it('takes an earlier limit away', async () => {
    await limit(cluster(2.67), 'all');
    expect(asked()).to.include('update --cpus 8 cp1');
  });

  it('tells where it cannot', async () => {
    tools.have('docker', 'if [ "$1" = info ]; then echo 8; else echo "no cpu cgroup" >&2; exit 1; fi');
    await limit(cluster(), 'share');
    expect(notes.join('; ')).to.match(/are not limited.*no cpu cgroup/s);
  });
});
