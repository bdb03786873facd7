import { expect } from 'chai';
import type { ProbeTarget } from '../../src/core/stream.ts';
import type { PlanContext } from '../../src/core/fault.ts';
import type { RunPlan } from '../../src/core/run.ts';
import { bindScenario } from '../../src/scenario/bind.ts';
import { changed, load } from './loading.fixture.ts';
import { fixtureRegistries, goodText } from './registries.fixture.ts';

const target: ProbeTarget = { name: 'lb', role: 'load-balancer', node: undefined };
const bind = (text: string): RunPlan => bindScenario(load(text), fixtureRegistries);
const periods = (plan: RunPlan): readonly number[] =>
  plan.probes.flatMap((probe) => probe.streams([target]).map((stream) => stream.periodMs));

describe('bindScenario', () => {
  it('binds each fault with its parameters in base units', () => {
    const { faults } = bind(changed('{ zone: az-a }', '{ zone: az-a, jitter: 2s }'));
    expect(faults.map(({ entry }) => entry.name)).to.deep.equal(['cut az-a off', 'kill']);
    const targets = faults.map(({ fault }) => fault.plan({} as PlanContext).targets);
    expect(targets).to.deep.equal([['{"zone":"az-a","jitter":2000}'], ['{"node":"any"}']]);
  });

  it('runs the probes that are always on beside those that are named', () => {
    expect(periods(bind(goodText))).to.deep.equal([100, 20]);
  });

  it('lets a named probe take the place of the one that is always on', () => {
    const text = changed('{ type: traffic, with: { rate: 50/s } }', '{ type: api, with: { every: 1s } }');
    expect(periods(bind(text))).to.deep.equal([1000]);
  });

  it('ties each guard to its indicator', () => {
    expect(bind(goodText).guards.map(({ rule, indicator }) => [rule.bound, indicator.name])).to.deep.equal([
      [0.5, 'traffic.errorRate'],
    ]);
  });
});
