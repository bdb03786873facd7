import { expect } from 'chai';
import { chaosMeshProblems } from '../../../../src/backends/kube/chaos-mesh/ready.ts';
import { ApiError } from '../../../../src/backends/kube/api-error.ts';
import type { KubeClient } from '../../../../src/backends/kube/kube-client.ts';

const signal = new AbortController().signal;

interface Health {
  readonly kinds?: readonly string[];
  readonly available?: number;
  readonly daemons?: number;
  readonly leader?: string;
  readonly webhook?: () => Promise<unknown>;
}

/** An API of six nodes with Chaos Mesh in the given health. */
function api(health: Health | undefined): KubeClient {
  const { kinds = ['podchaos', 'networkchaos'], available = 3, daemons = 6, leader = 'cm-1_0f' } = health ?? {};
  const named = (name: string): object => ({ metadata: { name } });
  return {
    get: async (path: string) => {
      if (path.endsWith('/v1alpha1'))
        return health === undefined ? undefined : { resources: kinds.map((name) => ({ name })) };
      return { status: { availableReplicas: available, numberReady: daemons } };
    },
    list: async (path: string) => {
      if (path.endsWith('/leases')) return { items: [{ spec: { holderIdentity: leader } }] };
      return { items: path.includes('/pods') ? [named('cm-1')] : Array.from({ length: 6 }, (_, i) => named(`n${i}`)) };
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

  it('asks the webhook without making anything', async () => {
    let asked = '';
    const client = { ...api({}), create: async (path: string) => void (asked = path) } as unknown as KubeClient;
    await chaosMeshProblems(client, signal);
    expect(asked).to.contain('dryRun=All').and.contain('fieldValidation=Strict');
  });
});
