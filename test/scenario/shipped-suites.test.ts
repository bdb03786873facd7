import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { Need } from '../../src/core/fault.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { faults } from '../../src/faults/index.ts';
import { bindScenario } from '../../src/scenario/bind.ts';
import { listScenarios, readText } from '../../src/scenario/find.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import type { DocumentInput } from '../../src/scenario/document.ts';
import { loadSuite, type Suite } from '../../src/scenario/suite.ts';

interface Shipped {
  readonly scenario: Scenario;
  readonly file: string;
  readonly text: string;
}

function shipped(input: DocumentInput & { readonly overrides: readonly string[] }): Shipped {
  return { scenario: loadScenario(input, registries), ...input };
}

const folder = join(import.meta.dirname, '..', '..', 'scenarios');
const listed = await listScenarios(folder);
const scenarios = new Map<string, Shipped>();
const suites = new Map<string, Suite['scenarios']>();
for (const { name, file, kind } of listed) {
  const text = await readText(file);
  if (kind === 'Suite') suites.set(name, loadSuite({ file, text }).scenarios);
  else scenarios.set(name, shipped({ file, text, overrides: [] }));
}

/** What machines of users and of CI may lack: queues of the kernel, programs beside chaos-daemon, disks of the nodes' own. */
const rare: readonly Need[] = ['sch_netem', 'sch_tbf', 'IOChaos', 'HTTPChaos', 'DNSChaos', 'own-disks'];
/** Beside its own timeline: the workload is deployed, waited for and taken away. */
const overheadMs = 60_000;

/** The scenarios of a suite, as it sets them. */
function inSuite(name: string): readonly Shipped[] {
  return (suites.get(name) ?? []).map((entry) => {
    const { file = '', text = '' } = scenarios.get(entry.name) ?? {};
    return shipped({ file, text, overrides: entry.overrides });
  });
}

function namesIn(suite: string): readonly string[] {
  return (suites.get(suite) ?? []).map(({ name }) => name);
}

function lengthMs({ scenario: { timeline, faults: broken } }: Shipped): number {
  return timeline.baselineMs + Math.max(...broken.map(({ atMs, forMs }) => atMs + forMs)) + timeline.recoveryMs;
}

describe('the shipped scenarios, one by one', () => {
  for (const [name, { scenario, text }] of scenarios) {
    it(`${name} says what is believed and how it ends, has a limit at each objective, and is in the suites it names`, () => {
      expect(scenario.expect).to.be.oneOf(['pass', 'fail']);
      expect(scenario.hypothesis.split(' ').length).to.be.above(10);
      expect(scenario.title).to.not.equal(name);
      expect(scenario.faults).to.not.deep.equal([]);
      const { slos } = (parse(text) as { readonly spec: { readonly slos: readonly object[] } }).spec;
      expect(slos.length).to.be.above(1);
      for (const slo of slos) expect(slo).to.include.keys('limit', 'weight');
      const { layer = '', suite = '' } = scenario.labels;
      expect(layer).to.be.oneOf(['workload', 'node', 'network', 'etcd', 'control-plane', 'zone']);
      expect(namesIn(suite)).to.include(name);
      const whole = ['zone', 'control-plane', 'data-plane'].filter((one) => namesIn(one).includes(name));
      expect(whole).to.have.lengthOf(1);
      // What is expected to be missed is explained where it stands.
      if (scenario.expect === 'fail') expect(text).to.match(/slos:\n +# Expected to be missed: /);
    });
  }
});

describe('the shipped suites', () => {
  it('break something by every fault there is', () => {
    const used = new Set([...scenarios.values()].flatMap(({ scenario }) => scenario.faults.map(({ type }) => type)));
    expect(faults.names.filter((name) => !used.has(name))).to.deep.equal([]);
  });

  for (const name of ['smoke', 'nightly']) {
    it(`${name} is passed by a healthy cluster that is nothing special`, () => {
      for (const { scenario } of inSuite(name)) {
        expect(scenario.expect, scenario.name).to.equal('pass');
        const needs = bindScenario(scenario, registries).faults.flatMap(({ fault }) => fault.needs ?? []);
        expect(
          needs.filter((need) => rare.includes(need)),
          scenario.name,
        ).to.deep.equal([]);
      }
    });
  }

  it('nightly touches every layer, and is over within ninety minutes', () => {
    const night = inSuite('nightly');
    const layers = new Set(night.map(({ scenario }) => scenario.labels['layer']));
    expect([...layers]).to.have.members(['workload', 'node', 'network', 'etcd', 'control-plane', 'zone']);
    const totalMs = night.reduce((sum, one) => sum + lengthMs(one) + overheadMs, 0);
    expect(totalMs / 60_000).to.be.below(90);
  });

  it('smoke is over within fifteen minutes', () => {
    const totalMs = inSuite('smoke').reduce((sum, one) => sum + lengthMs(one) + overheadMs, 0);
    expect(totalMs / 60_000).to.be.below(15);
  });
});
