import { expect } from 'chai';
import { watchLedger } from '../../../src/backends/kube/watch-ledger.ts';
import type { KubeObject } from '../../../src/backends/kube/api-types.ts';

const thing = (uid: string, resourceVersion: string): KubeObject => ({ metadata: { name: uid, uid, resourceVersion } });

function ledger() {
  const seen: string[] = [];
  const { saw, listed } = watchLedger<KubeObject>((at, change, { metadata }) =>
    seen.push(`${at} ${change} ${metadata.uid}@${metadata.resourceVersion}`),
  );
  return { seen, saw, listed };
}

describe('watchLedger', () => {
  it('passes a change on once, with the earliest stamp', () => {
    const { seen, saw } = ledger();
    saw(10, 'present', thing('a', '5'));
    saw(12, 'present', thing('a', '5'));
    expect(seen).to.deep.equal(['10 present a@5']);
  });

  it('drops what a lagging server tells late', () => {
    const { seen, saw } = ledger();
    saw(10, 'present', thing('a', '10'));
    saw(11, 'present', thing('a', '9'));
    expect(seen).to.have.length(1);
  });

  it('lets nobody bring back what is gone', () => {
    const { seen, saw, listed } = ledger();
    saw(10, 'present', thing('a', '5'));
    saw(11, 'gone', thing('a', '7'));
    saw(12, 'present', thing('a', '6'));
    listed(13, [thing('a', '6')], '6');
    expect(seen).to.deep.equal(['10 present a@5', '11 gone a@7']);
  });

  it('takes what a newer list lacks for gone, once', () => {
    const { seen, saw, listed } = ledger();
    saw(10, 'present', thing('a', '5'));
    listed(20, [], '9');
    saw(21, 'gone', thing('a', '8'));
    expect(seen).to.deep.equal(['10 present a@5', '20 gone a@5']);
  });

  it('does not take what is newer than the list for gone', () => {
    const { seen, saw, listed } = ledger();
    saw(10, 'present', thing('a', '12'));
    listed(20, [], '9');
    expect(seen).to.have.length(1);
  });
});
