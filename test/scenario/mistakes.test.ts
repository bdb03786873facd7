import { expect } from 'chai';
import { changed, mistakes } from './loading.fixture.ts';
import { goodText } from './registries.fixture.ts';

describe('mistakes of loadScenario', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      'a key that is not known',
      '  workload: web',
      '  worklod: web',
      '10:3 spec.worklod: is not a known key. Did you mean "workload"?',
    ],
    [
      'an unknown key of a fault’s parameters',
      '{ zone: az-a }',
      '{ zone: az-a, jiter: 1s }',
      '16:27 spec.faults[0].with.jiter: is not a known key. Did you mean "jitter"?',
    ],
    [
      'a missing key, at its parent',
      '  hypothesis: The API stays up.\n',
      '',
      '8:3 spec.hypothesis: is missing. Give a string.',
    ],
    ['a missing parameter', '{ zone: az-a }', '{}', '16:13 spec.faults[0].with.zone: is missing. Give a string.'],
    [
      'parameters that are not there at all',
      '      with: { zone: az-a }\n',
      '',
      '13:7 spec.faults[0].with.zone: is missing. Give a string.',
    ],
    [
      'a parameter of the wrong type',
      '{ zone: az-a }',
      '{ zone: [az-a] }',
      '16:21 spec.faults[0].with.zone: is a list, not a string.',
    ],
    [
      'a duration without its unit',
      'for: 1m30s',
      'for: 90',
      '15:12 spec.faults[0].for: 90 has no unit. Write a duration with its unit, such as 300ms, 2m or 1h30m.',
    ],
    [
      'a duration with a unit that is none',
      'for: 1m30s',
      'for: 2 weeks',
      '15:12 spec.faults[0].for: "2 weeks" is not a duration with its unit, such as 300ms, 2m or 1h30m.',
    ],
    [
      'a rate without its unit',
      'rate: 50/s',
      'rate: 50',
      '22:38 spec.probes[0].with.rate: 50 has no unit. Write a rate with its unit, such as 50/s or 90/m.',
    ],
    [
      'a fault that lasts no time',
      'for: 1m30s',
      'for: 0s',
      '15:12 spec.faults[0].for: a fault must last longer than that.',
    ],
    [
      'a fault without an end',
      '      for: 1m30s\n',
      '',
      '13:7 spec.faults[0].for: is missing. Write a duration with its unit, such as 300ms, 2m or 1h30m.',
    ],
    [
      'an unknown fault',
      'type: zone-partition',
      'type: zone-partiton',
      '14:13 spec.faults[0].type: there is no fault "zone-partiton". Did you mean "zone-partition"?',
    ],
    [
      'an unknown probe',
      'type: traffic',
      'type: trafic',
      '22:15 spec.probes[0].type: there is no probe "trafic". Did you mean "traffic"?',
    ],
    [
      'an unknown indicator',
      'sli: api.recovery',
      'sli: api.recover',
      '25:14 spec.slos[0].sli: there is no indicator "api.recover". Did you mean "api.recovery"?',
    ],
    [
      'two faults of one name',
      'name: kill',
      'name: cut az-a off',
      '17:13 spec.faults[1].name: another fault is called "cut az-a off" already. Give each its own name.',
    ],
    [
      'an objective without a unit',
      '"<= 60s"',
      '"<= 60"',
      '25:39 spec.slos[0].objective: "60" has no unit. api.recovery is a duration: write it like 60s.',
    ],
    [
      'an objective in another dimension',
      '">= 99%"',
      '">= 60s"',
      '26:43 spec.slos[1].objective: "60s" is no ratio. api.availability is a ratio: write it like 99.9%.',
    ],
    [
      'an objective without a comparison',
      '"<= 60s"',
      '60s',
      '25:39 spec.slos[0].objective: "60s" has no comparison. Write it like "<= 60s".',
    ],
    [
      'a comparison that is none',
      '"<= 60s"',
      '"=< 60s"',
      '25:39 spec.slos[0].objective: "=<" is no comparison. Write it like "<= 60s".',
    ],
    [
      'a comparison in the wrong direction',
      '"<= 60s"',
      '">= 60s"',
      '25:39 spec.slos[0].objective: ">= 60s" asks for the wrong direction: less api.recovery is better. Use <=.',
    ],
    [
      'an objective that cannot be missed',
      '">= 99%"',
      '">= 0%"',
      '26:43 spec.slos[1].objective: ">= 0%" can never be missed. Choose a bound that api.availability can be on both sides of.',
    ],
    [
      'an objective that cannot be met',
      '">= 99%"',
      '">= 120%"',
      '26:43 spec.slos[1].objective: ">= 120%" can never be met. Choose a bound that api.availability can be on both sides of.',
    ],
    [
      'a limit better than the objective',
      'limit: 180s',
      'limit: 30s',
      '25:56 spec.slos[0].limit: "30s" is not worse than the objective. Give a limit above the objective: the score reaches 50 there.',
    ],
    [
      'a limit without its unit',
      'limit: 180s',
      'limit: 180',
      '25:56 spec.slos[0].limit: "180" has no unit. api.recovery is a duration: write it like 60s.',
    ],
    ['a weight of nothing', 'weight: 3', 'weight: 0', '25:70 spec.slos[0].weight: is the number 0. Give more than 0.'],
    [
      'a phase that is not judged',
      'during: [fault]',
      'during: [falt]',
      '26:62 spec.slos[1].during[0]: is "falt". Did you mean "fault"?',
    ],
    [
      'an abort rule that is none',
      '"traffic.errorRate > 50% for 30s"',
      'traffic.errorRate > 50%',
      '23:12 spec.abort[0]: "traffic.errorRate > 50%" is no abort rule. Write <sli> <comparison> <bound> for <duration>, e.g. "traffic.errorRate > 50% for 30s".',
    ],
    [
      'an abort rule of an unknown indicator',
      'errorRate > 50%',
      'errorRat > 50%',
      '23:12 spec.abort[0]: there is no indicator "traffic.errorRat". Did you mean "traffic.errorRate"?',
    ],
    [
      'an abort rule without units',
      '> 50% for',
      '> 50 for',
      '23:12 spec.abort[0]: "50" has no unit. traffic.errorRate is a ratio: write it like 99.9%.',
    ],
    [
      'an abort rule that stops what goes well',
      '> 50% for',
      '< 50% for',
      '23:12 spec.abort[0]: "traffic.errorRate < 50% for 30s" would stop a run that goes well. Use > for traffic.errorRate.',
    ],
    [
      'an abort rule for no time',
      'for 30s',
      'for 30',
      '23:12 spec.abort[0]: "30" is no duration. Write how long it must last, e.g. for 30s.',
    ],
    [
      'a name that is no DNS label',
      'name: az-failure',
      'name: AZ failure',
      '4:9 metadata.name: "AZ failure" is no DNS label. Use a-z, 0-9 and "-", at most 63 characters.',
    ],
    [
      'another apiVersion',
      'aftershock/v1',
      'aftershock/v2',
      '1:13 apiVersion: is "aftershock/v2". Did you mean "aftershock/v1"?',
    ],
    ['another kind', 'kind: Scenario', 'kind: Pod', '2:7 kind: is "Pod". Use one of: Scenario.'],
    ['a negative requirement', 'zones: 3', 'zones: -1', '9:22 spec.requires.zones: is the number -1. Give at least 0.'],
    [
      'a key that stands twice',
      '  workload: web\n',
      '  workload: web\n  workload: api\n',
      '11:3 YAML: this key stands here a second time.',
    ],
    [
      'bad YAML',
      '  labels: { layer: zone }',
      '  labels: { layer: zone',
      '7:1 YAML: Flow map in block collection must be sufficiently indented and end with a }.',
    ],
    [
      'a comparison without quotes',
      '">= 99%", during: [fault] }',
      '>= 99%',
      '26:43 YAML: Plain value cannot start with block scalar indicator > (put quotes around text that begins with > or |).',
    ],
    [
      'a second document',
      '  workload: web\n',
      '  workload: web\n---\n',
      '11:1 YAML: a second document begins here: keep one per file.',
    ],
  ];
  for (const [what, from, to, expected] of rows) {
    it(`name ${what}`, () => {
      expect(mistakes(changed(from, to)).join('\n')).to.contain(`scenarios/az.yaml:${expected}`);
    });
  }

  it('stand together, in the order of the file', () => {
    const text = goodText
      .replace('aftershock/v1', 'v1')
      .replace('worklod', 'workload')
      .replace('for: 1m30s', 'for: 90')
      .replace('{ zone: az-a }', '{ zon: az-a }')
      .replace('"<= 60s"', '"<= 60"')
      .replace('weight: 3', 'weight: -3');
    expect(mistakes(text).map((line) => line.split(' ').slice(0, 2).join(' '))).to.deep.equal([
      'scenarios/az.yaml:1:13 apiVersion:',
      'scenarios/az.yaml:15:12 spec.faults[0].for:',
      'scenarios/az.yaml:16:13 spec.faults[0].with.zone:',
      'scenarios/az.yaml:16:15 spec.faults[0].with.zon:',
      'scenarios/az.yaml:25:39 spec.slos[0].objective:',
      'scenarios/az.yaml:25:69 spec.slos[0].weight:',
    ]);
  });

  it('are named in files that are no scenario at all', () => {
    expect(mistakes('')).to.deep.equal(['scenarios/az.yaml:1:1 document: is nothing, not a mapping.']);
    expect(mistakes('- 1\n')).to.deep.equal(['scenarios/az.yaml:1:1 document: is a list, not a mapping.']);
    expect(mistakes('a: &a [*b]\n')[0]).to.match(/^scenarios\/az\.yaml:1:\d+ YAML: /);
    expect(mistakes('\u0000\u0001')[0]).to.match(/^scenarios\/az\.yaml:1:1 /);
  });
});
