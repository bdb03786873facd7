import { expect } from 'chai';
import { judgeCut, planCut } from '../../../../src/backends/kube/chaos-mesh/proof.ts';
import type { PodTarget } from '../../../../src/core/action.ts';

const pods = (side: string, count: number): readonly PodTarget[] =>
  Array.from({ length: count }, (_, i) => ({
    namespace: 'web',
    pod: `${side}${i}`,
    ip: `10.0.0.${i}`,
    node: `node-${side}`,
    port: 8080,
  }));

describe('planCut', () => {
  it('tries every pair in both directions', () => {
    const { across } = planCut(pods('a', 2), pods('b', 2));
    expect(across).to.have.length(8);
    expect(across.filter(({ node }) => node === 'node-b')).to.have.length(4);
  });

  it('thins many pairs out to twelve, from all over', () => {
    const { across } = planCut(pods('a', 5), pods('b', 10));
    expect(across).to.have.length(12);
    expect(new Set(across.map(({ pod }) => pod?.name)).size).to.be.greaterThan(6);
    expect(across.some(({ node }) => node === 'node-a')).to.equal(true);
    expect(across.some(({ node }) => node === 'node-b')).to.equal(true);
  });

  it('keeps a way on each side as the control', () => {
    const { within } = planCut(pods('a', 1), pods('b', 2));
    expect(within.map(({ pod, address }) => [pod?.name, address])).to.deep.equal([
      ['a0', '10.0.0.0'],
      ['b0', '10.0.0.1'],
    ]);
  });
});

describe('judgeCut', () => {
  it('is proven when all across is silent and all within is open', () => {
    expect(judgeCut(['silent', 'silent'], ['open']).status).to.equal('proven');
  });

  it('takes a refusal for an answer', () => {
    expect(judgeCut(['silent', 'refused'], ['open']).status).to.equal('unproven');
  });

  it('is not proven when everything is dead', () => {
    expect(judgeCut(['silent', 'silent'], ['silent']).status).to.equal('unproven');
  });

  it('is not proven by nothing', () => {
    expect(judgeCut([], ['open']).status).to.equal('unproven');
  });
});
