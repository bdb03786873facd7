import { expect } from 'chai';
import type { RunReport } from '../../src/core/report.ts';
import { suiteEndsAsExpected } from './expected.ts';
import { loseTheirNameServers } from './name-servers.ts';

/** Fails for nothing but its name servers, and advises to spread them. */
function missesNamesOnly({ slos, advice = [] }: RunReport): void {
  expect(slos.filter(({ status }) => status !== 'met').map(({ sli }) => sli)).to.deep.equal(['dns.availability']);
  expect(advice.map(({ rule }) => rule)).to.include('dns-placement');
}

await suiteEndsAsExpected('zone', Object.fromEntries(loseTheirNameServers.map((name) => [name, missesNamesOnly])));
