import { expect } from 'chai';
import { apiDetection } from '../../src/indicators/api-detection.ts';
import { criticalTimeline } from '../support/timeline-builder.ts';

const measure = (bad: Parameters<typeof criticalTimeline>[0]) =>
  apiDetection.measure(criticalTimeline(bad), apiDetection.phases);

describe('api.detection', () => {
  it('runs from the fault to the first bad request of the first outage on any critical stream', () => {
    const bad = { 'lb write new': [[34_000, 40_000]], 'lb write reused': [[32_500, 40_000]] } as const;
    expect(measure(bad)).to.include({ status: 'measured', value: 2500 });
  });

  it('does not take a blip for it', () => {
    expect(
      measure([
        [31_000, 31_100],
        [36_000, 37_000],
      ]),
    ).to.include({ value: 6000 });
  });

  it('is unmeasured when nothing was bad', () => {
    expect(measure([]).status).to.equal('unmeasured');
  });
});
