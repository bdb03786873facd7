import { expect } from 'chai';
import { apiFlaps } from '../../src/indicators/api-flaps.ts';
import { type Bad, criticalTimeline, faultOf, injection } from '../support/timeline-builder.ts';

const measure = (bad: Parameters<typeof criticalTimeline>[0]) =>
  apiFlaps.measure(criticalTimeline(bad), apiFlaps.phases);

describe('api.flaps', () => {
  it('counts the outages after the first sustained recovery, on the stream with the most', () => {
    const one = [
      [31_000, 35_000],
      [80_000, 81_000],
    ] as const;
    const two = [
      [31_000, 35_000],
      [80_000, 81_000],
      [130_000, 131_000],
    ] as const;
    expect(measure({ 'lb write new': one, 'lb write reused': two })).to.include({ status: 'measured', value: 2 });
  });

  it('does not count what comes before the recovery is sustained', () => {
    expect(
      measure([
        [31_000, 35_000],
        [50_000, 51_000],
      ]),
    ).to.include({ value: 0 });
  });

  it('does not count what the next fault did, nor what lies outside the phases', () => {
    const bad: readonly Bad[] = [
      [31_000, 32_000],
      [80_000, 81_000],
      [130_000, 131_000],
    ];
    const faults = [faultOf([injection(30_000, 30_000)]), faultOf([injection(79_000, 79_000)], { name: 'later' })];
    expect(apiFlaps.measure(criticalTimeline(bad, { faults }), apiFlaps.phases)).to.include({ value: 1 });
    expect(apiFlaps.measure(criticalTimeline(bad), ['fault'])).to.include({ status: 'censored', value: 1 });
  });

  it('is 0 when nothing was bad', () => {
    expect(measure([])).to.include({ status: 'measured', value: 0 });
  });

  it('is a lower bound when a stream never recovered', () => {
    expect(measure({ 'lb write new': [[31_000, 999_999]] })).to.include({ status: 'censored', value: 0 });
  });
});
