import { expect } from 'chai';
import { indicators } from '../../src/indicators/index.ts';
import { criticalTimeline, timelineOf } from '../support/timeline-builder.ts';

describe('indicators', () => {
  it('are named subject.quantity[.percentile], and define themselves', () => {
    for (const { name, summary, definition, phases } of indicators.all) {
      expect(name).to.match(/^[a-z][a-zA-Z]*(\.server)?\.[a-zA-Z]+(\.(p\d+|max))?$/);
      expect(summary, name).to.match(/\.$/);
      expect(definition.length, name).to.be.above(summary.length);
      expect(phases, name).not.to.be.empty;
    }
  });

  it('are unmeasured on an empty timeline, over every phase', () => {
    for (const indicator of indicators.all) {
      for (const phase of ['baseline', 'fault', 'recovery'] as const) {
        expect(indicator.measure(timelineOf({}), [phase]).status, indicator.name).to.equal('unmeasured');
      }
      expect(indicator.measure(timelineOf({}), indicator.phases).status, indicator.name).to.equal('unmeasured');
    }
  });

  it('are unmeasured when a phase is not there', () => {
    const timeline = { ...criticalTimeline([]), phases: [] };
    for (const indicator of indicators.all) {
      expect(indicator.measure(timeline, indicator.phases).status, indicator.name).to.equal('unmeasured');
    }
  });

  it('hold their value between their bounds', () => {
    const timeline = criticalTimeline([
      [31_000, 43_000],
      [100_000, 101_000],
    ]);
    for (const indicator of indicators.all) {
      const measured = indicator.measure(timeline, indicator.phases);
      if (measured.status === 'unmeasured' || measured.bounds === undefined) continue;
      expect(measured.value, indicator.name).to.be.within(...measured.bounds);
    }
  });
});
