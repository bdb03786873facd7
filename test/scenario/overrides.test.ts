import { expect } from 'chai';
import { changed, load, mistakes } from './loading.fixture.ts';
import { goodText } from './registries.fixture.ts';

/** The good scenario without one of the lists of its spec. */
const without = (list: 'probes' | 'slos'): string => goodText.replace(new RegExp(`^  ${list}:\n(    .*\n)+`, 'm'), '');

describe('overrides of loadScenario', () => {
  it('replace what the file says, with `spec.` or without', () => {
    expect(load(goodText, ['spec.faults[0].for=20s', 'timeline.baseline=10s']).faults[0]!.forMs).to.equal(20_000);
    expect(load(goodText, ['timeline.baseline=10s']).timeline.baselineMs).to.equal(10_000);
    expect(load(goodText, ['metadata.name=other']).name).to.equal('other');
  });

  it('reach entries by name, type or sli', () => {
    expect(load(goodText, ['faults.kill.for=20s']).faults[1]!.forMs).to.equal(20_000);
    expect(load(goodText, ['faults["cut az-a off"].for=20s']).faults[0]!.forMs).to.equal(20_000);
    expect(load(goodText, ['faults.zone-partition.with.zone=az-b']).faults[0]!.with).to.deep.equal({ zone: 'az-b' });
    expect(load(goodText, ['slos.api.recovery.limit=90s']).slos[0]!.limit).to.equal(90_000);
  });

  it('add what the file leaves out', () => {
    expect(load(goodText, ['faults.kill.with.node=any']).faults[1]!.with).to.deep.equal({ node: 'any' });
    expect(load(goodText, ['requires.workers=2']).requires).to.deep.include({ zones: 3, workers: 2 });
  });

  it('add an entry to a list', () => {
    const { probes } = load(goodText, ['probes[+]={type: api}', 'probes.api.with.every=300ms']);
    expect(probes.at(-1)).to.deep.include({ type: 'api', with: { every: '300ms' } });
    expect(probes).to.have.length(load(goodText).probes.length + 1);
  });

  it('begin a list that the file leaves out, or leaves empty', () => {
    const { probes } = load(without('probes'), [
      'probes[+]={type: traffic, with: {rate: 5/s}}',
      'probes[+]={type: api}',
    ]);
    expect(probes.map(({ type }) => type)).to.deep.equal(['traffic', 'api']);
    const empty = changed('  probes:\n    - { type: traffic, with: { rate: 50/s } }\n', '  probes:\n');
    expect(load(empty, ['probes[+]={type: api}', 'probes.api.with.every=1s']).probes).to.deep.equal([
      { type: 'api', with: { every: '1s' } },
    ]);
    expect(load(without('slos'), ['slos[+]={sli: api.availability, objective: ">= 99%"}']).slos).to.have.length(1);
  });

  it('say of a list that the file leaves out that it is empty', () => {
    const text = without('probes');
    expect(mistakes(text, ['probes[0].type=api'])).to.deep.equal([
      '--set probes[0].type=api spec.probes[0]: there is no entry. Count from 0.',
    ]);
    expect(mistakes(text, ['probes.api.with.every=1s'])).to.deep.equal([
      '--set probes.api.with.every=1s spec.probes: no entry is called "api". The list is empty.',
    ]);
  });

  it('do not change a list or mapping that a YAML alias shares', () => {
    const text = changed('with: { zone: az-a }', 'with: &w { zone: az-a }').replace(
      '      at: 10s\n',
      '      at: 10s\n      with: *w\n',
    );
    const both = text.replace('type: apiserver-kill', 'type: zone-partition');
    const { faults } = load(both, ['faults[0].with.zone=az-c']);
    expect(faults.map((fault) => fault.with)).to.deep.equal([{ zone: 'az-c' }, { zone: 'az-a' }]);
  });

  const rows: readonly (readonly [string, string])[] = [
    ['faults[0].fro=20s', 'spec.faults[0].fro: is not a known key. Did you mean "for"?'],
    ['timelin.baseline=20s', 'spec.timelin: is not a known key. Did you mean "timeline"?'],
    [
      'faults[0].for=20',
      'spec.faults[0].for: 20 has no unit. Write a duration with its unit, such as 300ms, 2m or 1h30m.',
    ],
    ['faults[0].with.zon=az-b', 'spec.faults[0].with.zon: is not a known key. Did you mean "zone"?'],
    ['faults[7].for=20s', 'spec.faults[7]: there is 2 entries. Count from 0.'],
    ['faults.kil.for=20s', 'spec.faults: no entry is called "kil". Did you mean "kill"?'],
    ['workload.name=web', 'spec.workload: holds no keys. Write path=value, for example spec.faults[0].for=20s.'],
    ['timeline[+]=1s', 'spec.timeline: is no list. Write path=value, for example spec.faults[0].for=20s.'],
    [
      'faults[0].with.zones[+]=az-b',
      'spec.faults[0].with.zones: there is no such list. Give all of it: spec.faults[0].with.zones=[...].',
    ],
    ['timeline[0]=1s', 'spec.timeline: is no list. Write path=value, for example spec.faults[0].for=20s.'],
    ['faults', 'is no override. Write path=value, for example spec.faults[0].for=20s.'],
    ['=20s', 'is no override. Write path=value, for example spec.faults[0].for=20s.'],
    ['faults..for=20s', 'is no override. Write path=value, for example spec.faults[0].for=20s.'],
    ['workload=[', 'has a value that is no YAML. Put quotes around the value.'],
    [
      'slos[0].objective=<= 60',
      'spec.slos[0].objective: "60" has no unit. api.recovery is a duration: write it like 60s.',
    ],
  ];
  for (const [override, expected] of rows) {
    it(`point at themselves when they are wrong: ${override}`, () => {
      expect(mistakes(goodText, [override])).to.deep.equal([`--set ${override} ${expected}`]);
    });
  }

  it('answer for what is wrong inside of what they bring', () => {
    expect(mistakes(goodText, ['faults[0].with={ zone: 1 }'])).to.deep.equal([
      '--set faults[0].with={ zone: 1 } spec.faults[0].with.zone: is the number 1, not a string.',
    ]);
  });

  it('do not answer for the mistakes of the file around them', () => {
    const text = changed('requires: { zones: 3 }', 'requires: [ 3 ]').replace('for: 1m30s', 'for: 90');
    expect(mistakes(text, ['faults[0].at=1s']).map((line) => line.split(' ')[0])).to.deep.equal([
      'scenarios/az.yaml:9:13',
      'scenarios/az.yaml:15:12',
    ]);
  });

  it('are listed after the mistakes of the file', () => {
    const lines = mistakes(changed('weight: 3', 'weight: 0'), ['faults[0].for=5']);
    expect(lines.map((line) => line.split(' ')[0])).to.deep.equal(['scenarios/az.yaml:25:70', '--set']);
  });
});
