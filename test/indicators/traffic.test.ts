import { expect } from 'chai';
import { trafficAvailability, trafficErrorRate, trafficLatencyP99 } from '../../src/indicators/traffic.ts';
import { type Bad, entry, faultOf, injection, requests, streamOf, timelineOf } from '../support/timeline-builder.ts';

const one = streamOf(entry('w1'), 'http-get', 'new');
const two = streamOf(entry('w2'), 'http-get', 'new');
const traffic = (disabledNodes: readonly string[], bad: readonly Bad[]) =>
  timelineOf({
    streams: [one, two],
    faults: [faultOf([injection(30_000, 30_000)], { disabledNodes })],
    observations: [...requests(one, 0, 180_000, [[30_000, 90_000]]), ...requests(two, 0, 180_000, bad)],
  });

describe('traffic', () => {
  it('leaves out entries through nodes that a fault took away, and says so', () => {
    const measured = trafficAvailability.measure(traffic(['w1'], [[40_000, 43_000]]), ['fault', 'recovery']);
    expect(measured).to.include({ status: 'measured', value: 0.98, samples: 1500 });
    expect(measured).to.have.property('evidence').that.contains('the entry through w1 left out');
  });

  it('counts all entries otherwise', () => {
    expect(trafficAvailability.measure(traffic([], []), ['fault'])).to.include({ value: 0.5, samples: 1200 });
    expect(trafficErrorRate.measure(traffic([], [[40_000, 46_000]]), ['fault'])).to.include({ value: 0.55 });
  });

  it('has the error rate and its bounds add up with the availability', () => {
    const measured = trafficErrorRate.measure(traffic(['w1'], [[40_000, 43_000]]), ['fault', 'recovery']);
    expect(measured).to.include({ value: 0.02 });
    const [low = 0, high = 0] = measured.status === 'unmeasured' ? [] : (measured.bounds ?? []);
    expect(low).to.be.below(0.02);
    expect(high).to.be.above(0.02);
  });

  it('measures latency over the entries that are left', () => {
    expect(trafficLatencyP99.measure(traffic(['w1'], []), ['fault'])).to.include({ status: 'measured', value: 10 });
    expect(trafficLatencyP99.measure(traffic([], []), ['fault'])).to.include({ status: 'censored', value: 5000 });
  });

  it('is unmeasured when every entry is left out, or there is none', () => {
    expect(trafficAvailability.measure(traffic(['w1', 'w2'], []), ['fault']))
      .to.have.property('reason')
      .that.contains('w1, w2');
    expect(trafficErrorRate.measure(timelineOf({}), ['fault'])).to.include({ reason: 'no stream asks the workload' });
  });
});
