import { expect } from 'chai';
import { changed, load } from './loading.fixture.ts';
import { goodText } from './registries.fixture.ts';

describe('loadScenario', () => {
  it('gives out base units, and defaults for what is left out', () => {
    const scenario = load(goodText);
    expect(scenario).to.deep.include({ name: 'az-failure', title: 'One zone is cut off', workload: 'web' });
    expect(scenario.requires).to.deep.equal({ zones: 3, controlPlanes: 0, workers: 0 });
    expect(scenario.timeline).to.deep.equal({ baselineMs: 30_000, recoveryMs: 120_000 });
    expect(scenario.faults[0]).to.deep.include({ atMs: 0, forMs: 90_000, with: { zone: 'az-a' } });
    expect(scenario.faults[1]).to.deep.include({ atMs: 10_000, forMs: 40_000, with: {} });
    expect(scenario.probes).to.deep.equal([{ type: 'traffic', with: { rate: '50/s' } }]);
  });

  it('reads objectives and abort rules in the unit of their indicator', () => {
    const { slos, abort } = load(goodText);
    expect(slos[0]).to.deep.equal({
      sli: 'api.recovery',
      comparison: '<=',
      bound: 60_000,
      text: '<= 60s',
      limit: 180_000,
      weight: 3,
      during: ['fault', 'recovery'],
    });
    expect(slos[1]).to.deep.include({ comparison: '>=', bound: 0.99, weight: 1, during: ['fault'] });
    expect(abort).to.deep.equal([
      {
        sli: 'traffic.errorRate',
        comparison: '>',
        bound: 0.5,
        forMs: 30_000,
        text: 'traffic.errorRate > 50% for 30s',
      },
    ]);
  });

  it('puts the limit three times as far from perfect as the objective', () => {
    const limit = (sli: string, objective: string): number =>
      load(changed('sli: api.availability, objective: ">= 99%"', `sli: ${sli}, objective: "${objective}"`)).slos[1]!
        .limit;
    expect(limit('api.availability', '>= 99%')).to.be.closeTo(0.97, 1e-12);
    expect(limit('api.availability', '>= 50%')).to.equal(0);
    expect(limit('api.recovery', '<= 60s')).to.equal(180_000);
    expect(limit('traffic.errorRate', '<= 60%')).to.equal(1);
    expect(limit('pods.deficit', '<= 100 replica-seconds')).to.equal(300);
  });

  it('keeps the text as it stood, and the overrides', () => {
    expect(load(goodText, ['timeline.baseline=10s']).source).to.deep.equal({
      file: 'scenarios/az.yaml',
      text: goodText,
      overrides: ['timeline.baseline=10s'],
    });
  });

  it('accepts a scenario that breaks nothing', () => {
    expect(load(goodText, ['faults=[]']).faults).to.deep.equal([]);
  });
});
