import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { ApiError } from '../../../../src/backends/kube/api-error.ts';
import { refuseCreates, webhooksPath } from '../../../../src/backends/kube/api-verbs/refuse-creates.ts';
import type { KubeClient } from '../../../../src/backends/kube/kube-client.ts';

const verb = { name: 'refuse-creates', webhook: 'as-1-0', namespace: 'app', labels: { run: '1' } } as const;
const { signal } = new AbortController();

/** An API that refuses pods while the configuration is there, or always, or never. */
function fakeApi(refuses: 'while there' | 'always' | 'never'): { client: KubeClient; calls: string[] } {
  const calls: string[] = [];
  let there = false;
  const client = {
    create: async (path: string) => {
      calls.push(`create ${path}`);
      if (refuses === 'always' || (refuses === 'while there' && there)) {
        throw new ApiError('POST: 500: failed calling webhook "policy.aftershock.dev"', { status: 500 });
      }
    },
    apply: async (path: string, body: object) => {
      calls.push(`apply ${path} ${JSON.stringify(body)}`);
      there = true;
    },
    remove: async (path: string) => {
      calls.push(`remove ${path}`);
      const was = there;
      there = false;
      return was;
    },
  };
  return { client: client as unknown as KubeClient, calls };
}

async function tried(refuses: Parameters<typeof fakeApi>[0]): Promise<{ status: string; calls: string[] }> {
  const { client, calls } = fakeApi(refuses);
  const act = refuseCreates.act({ client, clock: virtualClock(0), note: () => {}, verb });
  await act.before?.(signal);
  await act.apply(signal);
  const { status } = await act.prove(signal);
  expect(await act.undo(signal)).to.equal('');
  expect(await act.undo(signal)).to.equal('');
  return { status, calls };
}

describe('refuseCreates', () => {
  it('is proven when a pod that was accepted before is refused because of the webhook', async () => {
    const { status, calls } = await tried('while there');
    expect(status).to.equal('proven');
    expect(calls[0]).to.equal('create /api/v1/namespaces/app/pods?dryRun=All');
    expect(calls[1]).to.contain(`apply ${webhooksPath}/as-1-0`).and.to.contain('"failurePolicy":"Fail"');
    expect(calls.slice(-2)).to.deep.equal([`remove ${webhooksPath}/as-1-0`, `remove ${webhooksPath}/as-1-0`]);
  });
  it('is not proven when pods are still accepted, or were refused before', async () => {
    expect((await tried('never')).status).to.equal('unproven');
    expect((await tried('always')).status).to.equal('unproven');
  });
});
