import { expect } from 'chai';
import type { Indicator } from '../../src/core/indicator.ts';
import type { AgentObservation } from '../../src/core/observation.ts';
import { dnsAvailability } from '../../src/indicators/dns-availability.ts';
import { dnsLatencyP99 } from '../../src/indicators/dns-latency.ts';
import { svcAvailability, svcLatencyP99 } from '../../src/indicators/svc.ts';
import { zonesLatencyP99 } from '../../src/indicators/zones-latency.ts';
import { zonesReachability } from '../../src/indicators/zones-reachability.ts';
import { faultOf, injection, timelineOf } from '../support/timeline-builder.ts';

/** One probe a second from node `a` of zone az-a to node `b` of az-b, and back, through the whole run. */
function probes(
  is: (from: string, at: number) => Partial<AgentObservation>,
  target: AgentObservation['target'] = 'peer',
): readonly AgentObservation[] {
  return Array.from({ length: 180 }, (_, i) => i * 1000).flatMap((at) =>
    ['a', 'b'].map((from): AgentObservation => {
      const to = from === 'a' ? 'b' : 'a';
      const peer = target === 'peer' ? { to, toZone: `az-${to}` } : { to: undefined, toZone: undefined };
      return { kind: 'agent', at, from, fromZone: `az-${from}`, target, ...peer, ms: 1, good: true, ...is(from, at) };
    }),
  );
}
const bad = { good: false, ms: 3, error: 'ECONNREFUSED' } as const;

function measured(
  indicator: Indicator,
  observations: readonly AgentObservation[],
  disabledNodes: readonly string[] = [],
): unknown {
  const faults = [faultOf([injection(30_000, 32_000)], { disabledNodes })];
  return indicator.measure(timelineOf({ faults, observations }), ['fault', 'recovery']);
}

describe('zones.reachability', () => {
  it('is that of the worst pair, each direction by itself', () => {
    const found = measured(
      zonesReachability,
      probes((from, at) => (from === 'b' && at >= 40_000 && at < 55_000 ? bad : {})),
    );
    expect(found).to.deep.include({ status: 'measured', value: 0.9, samples: 150 });
    expect(found).to.have.property('evidence').that.includes('az-b → az-a: 135 of 150');
  });

  it('leaves out a node while a fault takes it away, and counts it again after the heal', () => {
    const cut = (_: string, at: number): Partial<AgentObservation> => (at >= 29_000 && at < 95_000 ? bad : {});
    expect(measured(zonesReachability, probes(cut), ['b'])).to.deep.include({ value: 85 / 90, samples: 90 });
  });

  it('sees what has been added since it was measured last, and each kind of probe and phase by itself', () => {
    const observations = [...probes(() => ({}))];
    const timeline = timelineOf({ observations });
    expect(zonesReachability.measure(timeline, ['fault', 'recovery'])).to.include({ value: 1, samples: 150 });
    expect(zonesReachability.measure(timeline, ['fault'])).to.include({ samples: 60 });
    expect(svcAvailability.measure(timeline, ['fault'])).to.include({ reason: 'no agent probed the API' });
    observations.push(...probes(() => bad, 'api'), ...probes(() => bad));
    expect(zonesReachability.measure(timeline, ['fault', 'recovery'])).to.include({ value: 0.5, samples: 300 });
    expect(svcAvailability.measure(timeline, ['fault'])).to.include({ value: 0, samples: 120 });
  });

  it('is nothing when a zone’s agents were silent, or nobody probed', () => {
    const lost = probes(() => ({})).filter(({ from, at }) => from === 'a' || at < 60_000);
    expect(measured(zonesReachability, lost)).to.deep.equal({
      status: 'unmeasured',
      reason: 'nothing was fetched from the agents on b',
    });
    expect(measured(zonesReachability, [])).to.include({ reason: 'no agent probed anything' });
    expect(
      measured(
        zonesReachability,
        probes(() => ({}), 'dns'),
      ),
    ).to.include({ reason: 'no agent probed its peers' });
  });
});

describe('zones.latency.p99', () => {
  it('is that of the slowest pair; failures are charged the time-out', () => {
    const slow = probes((from, at) => ({ ms: from === 'b' && at % 50_000 === 0 ? 70 : 2 }));
    expect(measured(zonesLatencyP99, slow)).to.include({ status: 'measured', value: 70, samples: 150 });
    const failing = probes((_, at) => (at >= 40_000 && at < 43_000 ? bad : {}));
    expect(measured(zonesLatencyP99, failing)).to.include({ status: 'censored', value: 2000 });
  });

  it('is nothing of fewer than 100 probes of a pair', () => {
    const few = probes(() => ({})).filter(({ at }) => at % 2000 === 0);
    expect(measured(zonesLatencyP99, few)).to.include({ reason: 'n too small: 75 probes, 100 are needed' });
  });
});

describe('dns.availability and dns.latency.p99', () => {
  it('are over all nodes', () => {
    const lookups = probes(
      (from, at) => (from === 'a' && at >= 40_000 && at < 55_000 ? { ...bad, error: 'ETIMEOUT' } : {}),
      'dns',
    );
    expect(measured(dnsAvailability, lookups)).to.deep.include({
      value: 0.95,
      samples: 300,
      evidence: '285 of 300 lookups answered (ETIMEOUT)',
    });
    expect(measured(dnsLatencyP99, lookups)).to.include({ status: 'censored', value: 2000, samples: 300 });
  });
});

describe('svc.availability and svc.latency.p99', () => {
  it('are of the requests to the API from inside, without those of a node that a fault takes away', () => {
    const asked = probes((from, at) => (at >= 40_000 && at < 55_000 ? { ...bad, error: `${from} 500` } : {}), 'api');
    expect(measured(svcAvailability, asked)).to.deep.include({
      value: 0.9,
      samples: 300,
      evidence: '270 of 300 requests answered (a 500, b 500)',
    });
    expect(measured(svcAvailability, asked, ['b'])).to.include({ samples: 240 });
    expect(measured(svcLatencyP99, asked)).to.include({ status: 'censored', value: 2000, samples: 300 });
    expect(
      measured(
        svcLatencyP99,
        probes(() => ({}), 'dns'),
      ),
    ).to.include({ reason: 'no agent probed the API' });
  });
});
