import { expect } from 'chai';
import { rehearsed, shipped } from './expected.ts';

/** Scenarios that take the zone, or the node, on which kubeadm leaves both name servers. */
const names = ['az-failure', 'az-outage', 'az-one-way', 'az-control-plane-cut', 'az-flap'];

for (const name of names) {
  describe(`${name}, on the simulated cluster`, () => {
    it('fails for nothing but its name servers, and advises to spread them', async () => {
      const { report } = await rehearsed(shipped(name), []);
      const missed = report.slos.filter(({ status }) => status !== 'met').map(({ sli }) => sli);
      expect(missed).to.deep.equal(['dns.availability']);
      expect((report.advice ?? []).map(({ rule }) => rule)).to.include('dns-placement');
    });

    it('passes where they are spread', async () => {
      const { report } = await rehearsed(shipped(name), ['cluster.dns.spread=true']);
      expect(report.verdict, report.reasons.join('; ')).to.equal('pass');
    });
  });
}
