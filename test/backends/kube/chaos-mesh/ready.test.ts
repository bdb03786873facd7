import { expect } from 'chai';
import { chaosMeshProblems } from '../../../../src/backends/kube/chaos-mesh/ready.ts';
import { ApiError } from '../../../../src/backends/kube/api-error.ts';
import type { KubeClient } from '../../../../src/backends/kube/kube-client.ts';

const signal = new AbortController().signal;

interface Health {
  readonly kinds?: readonly string[];
  readonly available?: number;
  readonly daemons?: number;
  /** On how many nodes a daemon is to run. */
  readonly wanted?: number;
  /** How many of the nodes are tainted because they are unwell. */
  readonly unwell?: number;
  readonly leader?: string;
  readonly webhook?: () => Promise<unknown>;
}

/** An API of six nodes with Chaos Mesh in the given health. */
function api(health: Health | undefined): KubeClient {
  const { kinds = ['podchaos', 'networkchaos'], available = 3, daemons = 6, leader = 'cm-1_0f' } = health ?? {};
  const { wanted = 6, unwell = 0 } = health ?? {};
  const named = (name: string): object => ({ metadata: { name } });
  const nodes = Array.from({ length: 6 }, (_, i) => ({
    ...named(`n${i}`),
    spec: i < unwell ? { taints: [{ key: 'node.kubernetes.io/unreachable' }] } : {},
  }));
  return {
    get: async (path: string) => {
      if (path.endsWith('/v1alpha1'))
        return health === undefined ? undefined : { resources: kinds.map((name) => ({ name })) };
      return { status: { availableReplicas: available, numberReady: daemons, desiredNumberScheduled: wanted } };
    },
    list: async (path: string) => {
      if (path.endsWith('/leases')) return { items: [{ spec: { holderIdentity: leader } }] };
      return { items: path.includes('/pods') ? [named('cm-1')] : nodes };
    },
    create: health?.webhook ?? (async () => ({})),
  } as unknown as KubeClient;
}

async function messages(health: Health | undefined): Promise<readonly string[]> {
  return (await chaosMeshProblems(api(health), signal)).map(({ message }) => message);
}

describe('chaosMeshProblems', () => {
  it('finds none where everything is there', async () => {
    expect(await messages({})).to.deep.equal([]);
  });

  it('says that it is not installed, or is too old for a kind', async () => {
    expect(await messages(undefined)).to.deep.equal(['Chaos Mesh is not installed']);
    expect(await messages({ kinds: ['podchaos'] })).to.deep.equal(['Chaos Mesh lacks networkchaos']);
  });

  it('names everything that is wrong at once', async () => {
    const webhook = (): Promise<never> =>
      Promise.reject(new ApiError('500: failed calling webhook "mpodchaos.kb.io"', { status: 500 }));
    expect(await messages({ available: 0, daemons: 5, leader: 'cm-0_old', webhook })).to.deep.equal([
      'no chaos-controller-manager is available',
      'no chaos-controller-manager leads yet',
      '5 of 6 nodes have a ready chaos-daemon',
      'its webhook does not answer a dry run: 500: failed calling webhook "mpodchaos.kb.io"',
    ]);
  });

  it('tells what mends itself, pods that are not ready yet, from what does not', async () => {
    const mend = async (health: Health | undefined): Promise<readonly boolean[]> =>
      (await chaosMeshProblems(api(health), signal)).map(({ mendsItself }) => mendsItself === true);
    const answers = (status: number) => (): Promise<never> => Promise.reject(new ApiError('no', { status }));
    expect(await mend({ available: 0, daemons: 5, leader: 'cm-0_old', webhook: answers(500) })).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
    expect(await mend({ webhook: answers(403) })).to.deep.equal([false]);
    expect(await mend({ kinds: [] })).to.deep.equal([false]);
    expect(await mend(undefined)).to.deep.equal([false]);
  });

  it('knows a daemon that is not to run on every node for what does not mend itself, unless the others are unwell', async () => {
    expect(await messages({ daemons: 3, wanted: 3 })).to.deep.equal(['chaos-daemon is to run on 3 of 6 nodes only']);
    expect(await messages({ daemons: 5, wanted: 5, unwell: 1 })).to.deep.equal([
      '5 of 6 nodes have a ready chaos-daemon',
    ]);
  });

  it('asks the webhook without making anything', async () => {
    let asked = '';
    const client = { ...api({}), create: async (path: string) => void (asked = path) } as unknown as KubeClient;
    await chaosMeshProblems(client, signal);
    expect(asked).to.contain('dryRun=All').and.contain('fieldValidation=Strict');
  });
});
