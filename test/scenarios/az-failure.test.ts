import { expect } from 'chai';
import { rehearsed, shipped } from './expected.ts';

describe('az-failure, on the simulated cluster', () => {
  it('fails for nothing but its name servers, and advises to spread them', async () => {
    const { report } = await rehearsed(shipped('az-failure'), []);
    expect(report.slos.filter(({ status }) => status !== 'met').map(({ sli }) => sli)).to.deep.equal([
      'dns.availability',
    ]);
    expect((report.advice ?? []).map(({ rule }) => rule)).to.deep.equal(['dns-placement']);
  });

  it('passes where they are spread', async () => {
    const { report } = await rehearsed(shipped('az-failure'), ['cluster.dns.spread=true']);
    expect(report.verdict, report.reasons.join('; ')).to.equal('pass');
  });
});
