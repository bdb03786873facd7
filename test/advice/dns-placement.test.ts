import { expect } from 'chai';
import { adviceOn } from '../../src/advice/advise.ts';
import type { AgentObservation } from '../../src/core/observation.ts';
import type { AdviceReport, SloReport } from '../../src/core/report.ts';
import { faultOf, injection, node, timelineOf } from '../support/timeline-builder.ts';

const s = 1000;
const missed: SloReport = {
  sli: 'dns.availability',
  objective: '>= 80%',
  comparison: '>=',
  bound: 0.8,
  limit: 0.5,
  weight: 1,
  during: ['fault', 'recovery'],
  value: 0.4,
  censored: false,
  unit: 'ratio',
  status: 'missed',
  reason: '',
};
const lookup = (at: number, good: boolean, from = 'worker2'): AgentObservation => ({
  kind: 'agent',
  at: at * s,
  from,
  fromZone: 'az-b',
  target: 'dns',
  to: undefined,
  toZone: undefined,
  ms: 2,
  good,
});
/** A lookup a second for 200 s, of which those up to 120 s failed, and one later; the lost node was Ready again at 130 s, the fault healed at 90 s. */
const timeline = timelineOf({
  faults: [faultOf([injection(0, 0)], { disabledNodes: ['cp', 'worker'] })],
  observations: [
    node('cp', 58 * s, 'Unknown'),
    node('cp', 130 * s, 'True'),
    // What the lost node itself saw is the fault.
    ...[10, 20].map((at) => lookup(at, false, 'cp')),
    ...Array.from({ length: 200 }, (_, i) => lookup(i + 1, i >= 120 && i !== 150)),
  ],
});

/** The advice on a run whose name servers ran on these nodes. */
function advice(
  nameServers: readonly string[] | undefined,
  { zones = ['az-a', 'az-b', 'az-c'], during = missed.during }: { zones?: string[]; during?: SloReport['during'] } = {},
): AdviceReport | undefined {
  return adviceOn({
    versions: { kubernetes: 'v1.33.13' },
    topology: { nodes: [], zones, flags: {}, ...(nameServers === undefined ? {} : { nameServers }) },
    timeline,
    slis: {},
    slos: [{ ...missed, during }],
    reschedules: [],
  })[0];
}

describe('advice on where name servers run', () => {
  it('traces lookups without an answer to name servers that were lost together', () => {
    expect(advice(['cp', 'cp'])).to.deep.include({
      rule: 'dns-placement',
      parts: [
        { name: 'while name servers were on lost nodes', ms: 120 * s },
        { name: 'at other times', ms: 1 * s },
      ],
      text:
        '2 of 2 name servers ran on cp, and were lost with it: 2m of 2m1s without answers; 2 spread over 3 zones would have lost 1 at most, ' +
        'which clients go on asking for up to 55s, until its node is found not Ready: about 28.5s',
    });
  });

  it('advises a second one where there was one', () => {
    expect(advice(['cp'])?.text).to.match(/^1 of 1 name servers ran on cp.*; 2 spread over 3 zones/);
  });

  it('says nothing of those that were spread as well as they can be, were elsewhere, or are not known', () => {
    expect(advice(['cp', 'worker2'])).to.equal(undefined);
    expect(advice(['worker2', 'worker3'])).to.equal(undefined);
    expect(advice(undefined)).to.equal(undefined);
  });

  it('says nothing where there is one zone, or the fault is not judged', () => {
    expect(advice(['cp', 'cp'], { zones: ['az-a'] })).to.equal(undefined);
    expect(advice(['cp', 'cp'], { during: ['recovery'] })).to.equal(undefined);
  });
});
