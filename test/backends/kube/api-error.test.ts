import { expect } from 'chai';
import { ApiError, retrying } from '../../../src/backends/kube/api-error.ts';
import { virtualClock } from '../../../src/base/virtual-clock.ts';

const denial =
  'GET /api/v1/nodes: 403: nodes is forbidden: User "kubernetes-admin" cannot list resource "nodes" in API group "" at the cluster scope';
const { signal } = new AbortController();

/** How long it takes until an attempt that is denied for so long gives up or succeeds, in ms. */
async function tryFor(deniedForMs: number, message: string, budgetMs?: number): Promise<string> {
  const clock = virtualClock();
  return await clock.run(async () => {
    const patience = { clock, signal, ...(budgetMs === undefined ? {} : { budgetMs }) };
    const attempt = async (): Promise<void> => {
      if (clock.now() < deniedForMs) throw new ApiError(message, { status: 403 });
    };
    return await retrying(patience, attempt).then(
      () => `answered after ${clock.now()} ms`,
      () => `given up after ${clock.now()} ms`,
    );
  });
}

describe('retrying', () => {
  it('waits for apiservers that do not know their roles yet, a minute at most', async () => {
    expect(await tryFor(20_000, denial)).to.match(/^answered after 2\d{4} ms$/);
    expect(await tryFor(600_000, denial)).to.match(/^given up after 6\d{4} ms$/);
  });

  it('takes a denial for final where time is limited, and any other 403', async () => {
    expect(await tryFor(20_000, denial, 30_000)).to.equal('given up after 0 ms');
    expect(await tryFor(20_000, 'admission webhook "x" denied the request')).to.equal('given up after 0 ms');
  });
});
