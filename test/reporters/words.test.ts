import { expect } from 'chai';
import type { SloReport } from '../../src/core/report.ts';
import {
  dateText,
  durationText,
  measuredText,
  offsetText,
  scoreText,
  sloHeadroomText,
  sloSamples,
  sloScoreText,
  sloText,
  utcText,
  valueText,
} from '../../src/reporters/words.ts';
import { sampleRun } from '../support/sample-report.ts';

const slo: SloReport = { ...sampleRun().report.slos[0]!, value: 94_000, censored: false, headroom: 0.5, score: 0.9 };

describe('durationText', () => {
  it('puts a space between number and unit', () => {
    expect([94_000, 320, 125_000, 3_725_000].map(durationText)).to.deep.equal([
      '94 s',
      '320 ms',
      '2 m 5 s',
      '1 h 2 m 5 s',
    ]);
  });
});

describe('valueText', () => {
  it('names the unit of every dimension, in base units or by name', () => {
    const texts = (['duration', 'ms', 'ratio', 'count', 'rate', 'size', 'replica-seconds'] as const).map((unit) =>
      valueText(2, unit),
    );
    expect(texts).to.deep.equal(['2 ms', '2 ms', '200%', '2', '2/s', '2 B', '2 replica-seconds']);
  });

  it('does not round a loss away', () => {
    expect(valueText(0.999999, 'ratio')).to.equal('>99.999%');
  });
});

describe('measuredText', () => {
  it('marks a lower bound', () => expect(measuredText(94_000, 'duration', true)).to.equal('≥ 94 s'));
  it('shows a dash where there is no number', () => expect(measuredText(undefined, 'duration', true)).to.equal('–'));
});

describe('sloText', () => {
  it('shows a judged value', () => expect(sloText({ ...slo, censored: true })).to.equal('≥ 94 s'));

  for (const status of ['unmeasured', 'skipped'] as const) {
    it(`shows no number of what was ${status}, even where the data holds one`, () => {
      const unjudged: SloReport = { ...slo, status, value: 0, headroom: 0, score: 0 };
      const texts = [sloText(unjudged), sloHeadroomText(unjudged), sloScoreText(unjudged)];
      expect(texts).to.deep.equal(['–', '–', '–']);
      expect(sloSamples(sampleRun().report, unjudged)).to.equal(undefined);
    });
  }
});

describe('sloHeadroomText', () => {
  it('says how far a missed bound was overstepped', () => {
    expect(sloHeadroomText({ ...slo, status: 'missed', headroom: -0.447 })).to.equal('45% beyond');
  });
  it('keeps small rooms apart from none', () => {
    expect(sloHeadroomText({ ...slo, headroom: 0.0004 })).to.equal('0.04% spare');
  });
});

describe('sloSamples', () => {
  it('does not borrow the samples of an indicator that was measured otherwise', () => {
    const without = { ...slo };
    delete (without as { samples?: number }).samples;
    const { report } = sampleRun();
    expect(sloSamples(report, { ...without, value: 1 })).to.equal(undefined);
    expect(sloSamples(report, { ...without, value: 10_400 })).to.equal(12_858);
  });
});

describe('scoreText', () => {
  it('never rounds up to a full score', () => {
    expect([99.9, 100, 0, undefined].map(scoreText)).to.deep.equal(['99', '100', '0', '–']);
  });
});

describe('offsetText', () => {
  it('counts minutes and tenths of seconds', () => {
    expect([0, 125_349, 59_960, 3_600_000, undefined].map(offsetText)).to.deep.equal([
      '0:00.0',
      '2:05.3',
      '1:00.0',
      '60:00.0',
      '–',
    ]);
  });
});

describe('utcText', () => {
  it('gives the time of day, and a dash of what is no time', () => {
    expect([utcText(0), utcText(Number.NaN)]).to.deep.equal(['00:00:00Z', '–']);
  });
});

describe('dateText', () => {
  it('gives a stamp as it is when it is none', () => {
    expect([dateText('2026-11-21T12:52:07.000Z'), dateText('soon')]).to.deep.equal(['2026-11-21 12:52:07 UTC', 'soon']);
  });
});
