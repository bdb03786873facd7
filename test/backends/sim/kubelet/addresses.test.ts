import { expect } from 'chai';
import { addressPool } from '../../../../src/backends/sim/kubelet/addresses.ts';

describe('addressPool', () => {
  it('gives each free address once, from .2 to .254, round and round', () => {
    const pool = addressPool('10.244.3.0/24', ['10.244.3.2']);
    const given = Array.from({ length: 252 }, () => pool.take());
    expect([given[0], given.at(-1), new Set(given).size]).to.deep.equal(['10.244.3.3', '10.244.3.254', 252]);
    expect(() => pool.take()).to.throw('no address is free in 10.244.3.0/24');
    pool.giveBack('10.244.3.7');
    expect(pool.take()).to.equal('10.244.3.7');
  });
});
