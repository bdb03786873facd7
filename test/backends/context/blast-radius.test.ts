import { expect } from 'chai';
import { blastRadius, mayTouch } from '../../../src/backends/context/blast-radius.ts';
import type { KubeClient } from '../../../src/backends/kube/kube-client.ts';
import { sixNodes } from '../../support/six-nodes.ts';

const { pods } = sixNodes();
const mine = pods.filter(({ namespace }) => namespace === 'aftershock');
const [one] = mine;
const two = mine.find(({ node }) => node !== one?.node);
const never = new AbortController().signal;

function clusterWith(labels: Readonly<Record<string, string>>): KubeClient {
  return { get: async () => ({ metadata: { labels } }) } as unknown as KubeClient;
}

async function refusal(labels: Readonly<Record<string, string>>, maxPods: number, maxNodes: number): Promise<string> {
  const radius = blastRadius([`aftershock/${one!.name}/web`, `aftershock/${two!.name}/web`], { pods });
  return mayTouch(clusterWith(labels), { maxPods, maxNodes }, [radius], never).then(
    () => 'allowed',
    (error: unknown) => (error as Error).message,
  );
}

describe('blastRadius', () => {
  it('counts a pod once, however many of its containers are meant, with its node and namespace', () => {
    const id = `aftershock/${one!.name}`;
    expect(blastRadius([`${id}/a`, `${id}/b`], { pods })).to.deep.equal({
      pods: [id],
      nodes: [one!.node],
      namespaces: ['aftershock'],
    });
  });
});

describe('mayTouch', () => {
  const open = { 'aftershock.dev/allow-faults': 'true' };

  it('allows what stays within the bounds, in a namespace that was opted in or is the harness’s own', async () => {
    expect(await refusal(open, 2, 2)).to.equal('allowed');
    expect(await refusal({ 'app.kubernetes.io/managed-by': 'aftershock' }, 2, 2)).to.equal('allowed');
  });

  it('refuses more pods or nodes than were named', async () => {
    expect(await refusal(open, 1, 2)).to.include('2 pods, and --max-pods is 1');
    expect(await refusal(open, 2, 1)).to.include('--max-nodes is 1');
  });

  it('refuses a namespace that nobody opted in', async () => {
    expect(await refusal({}, 9, 9)).to.equal('the namespace aftershock was not opted in to faults');
  });
});
