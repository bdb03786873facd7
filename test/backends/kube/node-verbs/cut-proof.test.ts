import { expect } from 'chai';
import { cutPaths, judgeNodeCut } from '../../../../src/backends/kube/node-verbs/cut-proof.ts';

const dropped = { in: 3, out: 5 };

describe('judgeNodeCut', () => {
  it('is proven when all that had answered is silent', () => {
    const { status, detail } = judgeNodeCut({ tried: 3, after: ['silent', 'silent'], control: 'open', dropped });
    expect(status).to.equal('proven');
    expect(detail).to.include('2 of 2 connections that were answered before (3 tried)');
    expect(detail).not.to.include('gives way');
  });

  it('tells of a node that gives way to the others meanwhile', () => {
    const sight = { tried: 1, after: ['silent'], control: 'open', dropped, givesWay: true } as const;
    expect(judgeNodeCut(sight).detail).to.include('on the processors they share it gives way to the other nodes');
  });

  const unproven = [
    ['a peer still answers', { tried: 2, after: ['silent', 'open'], control: 'open', dropped }],
    ['a peer refuses', { tried: 2, after: ['silent', 'refused'], control: 'open', dropped }],
    ['nothing answered before', { tried: 2, after: [], control: 'open', dropped }],
    ['the node itself is dead', { tried: 1, after: ['silent'], control: 'silent', dropped }],
    ['the rules dropped nothing', { tried: 1, after: ['silent'], control: 'open', dropped: { in: 0, out: 0 } }],
  ] as const;
  for (const [what, sight] of unproven) {
    it(`is not proven when ${what}`, () => {
      expect(judgeNodeCut(sight).status).to.equal('unproven');
    });
  }
});

describe('cutPaths', () => {
  it('tries the peers that listen, and the way back from those that are nodes', () => {
    const peers = [
      { name: 'b', address: '172.18.0.3', port: 10250, cidrs: [] },
      { name: 'lb', address: '172.18.0.9', port: 6443, cidrs: [] },
      { name: 'mute', address: '172.18.0.8', cidrs: [] },
    ];
    const cut = { node: 'a', verb: { name: 'drop-traffic', peers } } as const;
    const { out, back } = cutPaths(cut, '172.18.0.2', ({ name }) => name === 'b');
    expect(out.map(({ node, address, port }) => `${node} ${address}:${port}`)).to.deep.equal([
      'a 172.18.0.3:10250',
      'a 172.18.0.9:6443',
    ]);
    expect(back).to.deep.equal([{ node: 'b', address: '172.18.0.2', port: 10250 }]);
  });

  it('tries twenty of thousands of peers, spread over all of them, and others from another node', () => {
    const peers = Array.from({ length: 3000 }, (_, n) => ({
      name: `p${n}`,
      address: `10.0.0.${n}`,
      port: 1,
      cidrs: [],
    }));
    const triedFrom = (node: string): readonly string[] => {
      const cut = { node, verb: { name: 'drop-traffic', peers } } as const;
      return cutPaths(cut, '172.18.0.2', () => true).out.map(({ address }) => address);
    };
    const places = triedFrom('a')
      .map((address) => Number(address.split('.')[3]))
      .sort((a, b) => a - b);
    expect(new Set(places).size).to.equal(20);
    expect(Math.max(...places.slice(1).map((at, i) => at - (places[i] ?? 0)))).to.be.at.most(150);
    expect(triedFrom('b')).to.not.deep.equal(triedFrom('a'));
  });
});
