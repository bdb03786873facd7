import { expect } from 'chai';
import { rehearsed, shipped } from './expected.ts';
import { loseTheirNameServers } from './name-servers.ts';

describe('on the simulated cluster, with name servers in several zones,', () => {
  for (const name of loseTheirNameServers) {
    it(`${name} passes`, async () => {
      const { report } = await rehearsed(shipped(name), ['cluster.dns.spread=true']);
      expect(report.verdict, report.reasons.join('; ')).to.equal('pass');
    });
  }
});
