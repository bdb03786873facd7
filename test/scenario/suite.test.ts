import { join } from 'node:path';
import { expect } from 'chai';
import { loadSuite, resolveTargets } from '../../src/scenario/suite.ts';
import { load, linesOf } from './loading.fixture.ts';
import { inFolder, rejectionOf } from './files.fixture.ts';
import { goodText } from './registries.fixture.ts';

const suiteText = `apiVersion: aftershock/v1
kind: Suite
metadata: { name: nightly }
spec:
  scenarios:
    - name: az-failure
      set: { 'faults[0].for': 20s, requires.zones: 2, metadata.title: "5", workload: "a: b", abort: [] }
    - name: other
`;
const files = { 'az-failure.yaml': goodText, 'other.yaml': goodText, 'suites/nightly.yaml': suiteText };

describe('loadSuite', () => {
  it('gives its overrides in the form that --set takes', () => {
    const suite = loadSuite({ file: 'nightly.yaml', text: suiteText });
    expect(suite).to.deep.include({ name: 'nightly', title: 'nightly' });
    const [first, second] = suite.scenarios;
    expect(second).to.deep.equal({ name: 'other', overrides: [] });
    const scenario = load(goodText, first!.overrides);
    expect(scenario.faults[0]!.forMs).to.equal(20_000);
    expect(scenario).to.deep.include({ title: '5', workload: 'a: b', abort: [] });
    expect(scenario.requires.zones).to.equal(2);
  });

  it('lists its mistakes with line and column', () => {
    const text = suiteText.replace('metadata:', 'metdata:').replace('- name: other', '- nam: other');
    expect(linesOf(() => loadSuite({ file: 'nightly.yaml', text }))).to.deep.equal([
      'nightly.yaml:1:1 metadata: is missing. Give a mapping.',
      'nightly.yaml:3:1 metdata: is not a known key. Did you mean "metadata"?',
      'nightly.yaml:8:7 spec.scenarios[1].name: is missing. Give a string.',
      'nightly.yaml:8:7 spec.scenarios[1].nam: is not a known key. Did you mean "name"?',
    ]);
  });

  it('refuses a suite of nothing', () => {
    const text = 'apiVersion: aftershock/v1\nkind: Suite\nmetadata: { name: a }\nspec: { scenarios: [] }\n';
    expect(linesOf(() => loadSuite({ file: 's.yaml', text }))).to.deep.equal(['s.yaml:4:20 spec.scenarios: is empty.']);
  });
});

describe('resolveTargets', () => {
  it('takes suites apart, in order', () =>
    inFolder(files, async (folder) => {
      const targets = await resolveTargets(['other', 'nightly'], [folder]);
      expect(targets.map(({ file }) => file)).to.deep.equal(
        ['other', 'az-failure', 'other'].map((name) => join(folder, `${name}.yaml`)),
      );
      expect(targets.map(({ overrides }) => overrides[0])).to.deep.equal([undefined, 'faults[0].for=20s', undefined]);
    }));

  it('says when a suite names a scenario that is not there', () =>
    inFolder({ ...files, 'suites/nightly.yaml': suiteText.replace('name: other', 'name: othr') }, async (folder) => {
      expect(await rejectionOf(resolveTargets(['nightly'], [folder]))).to.deep.include({
        code: 'usage',
        hint: 'Did you mean "other"?',
      });
    }));

  it('refuses a suite in a suite', () =>
    inFolder({ ...files, 'suites/more.yaml': suiteText.replace('az-failure', 'nightly') }, async (folder) => {
      expect(await rejectionOf(resolveTargets(['more'], [folder]))).to.have.property('code', 'scenario-invalid');
    }));
});
