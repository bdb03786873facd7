import { expect } from 'chai';
import { apiDetection } from '../../src/indicators/api-detection.ts';
import { type Bad, criticalTimeline, faultOf, injection, lb, requests, streamOf } from '../support/timeline-builder.ts';

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

  it('runs from the fault itself, however late the outage came, and its bounds from the bracket', () => {
    const faults = [faultOf([injection(30_000, 34_000)])];
    const measured = apiDetection.measure(criticalTimeline([[70_000, 71_000]], { faults }), apiDetection.phases);
    expect(measured).to.include({ value: 36_000 });
    expect(measured).to.have.deep.property('bounds', [36_000, 40_000]);
    const soon = apiDetection.measure(criticalTimeline([[32_000, 36_000]], { faults }), apiDetection.phases);
    expect(soon).to.include({ value: 0 });
    expect(soon).to.have.deep.property('bounds', [0, 2000]);
  });

  it('may have been sooner by as much as the fault may have been later', () => {
    const timeline = criticalTimeline([[33_000, 36_000]], { faults: [faultOf([injection(30_000, 34_000)])] });
    const readyz = streamOf(lb, 'readyz', 'new');
    const measured = apiDetection.measure(
      {
        ...timeline,
        streams: [...timeline.streams, readyz],
        observations: [...timeline.observations, ...requests(readyz, 0, 180_000, [[31_000, 36_000]])],
      },
      apiDetection.phases,
    );
    expect(measured).to.include({ value: 2000 });
    expect(measured).to.have.deep.property('bounds', [0, 3000]);
  });

  it('is the longest of several faults', () => {
    const faults = [faultOf([injection(30_000, 30_000)]), faultOf([injection(65_000, 65_000)], { name: 'later' })];
    const of = (bad: readonly Bad[]) => apiDetection.measure(criticalTimeline(bad, { faults }), apiDetection.phases);
    expect(
      of([
        [31_000, 32_000],
        [69_000, 70_000],
      ]),
    ).to.include({ value: 4000 });
    expect(
      of([
        [37_000, 38_000],
        [69_000, 70_000],
      ]),
    ).to.include({ value: 7000 });
  });

  it('is unmeasured when nothing was bad', () => {
    expect(measure([]).status).to.equal('unmeasured');
  });
});
