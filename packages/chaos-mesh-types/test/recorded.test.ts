import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { apiVersion, findingText, pathText, validateManifest, type ManifestReport } from '../src/index.ts';

interface Accepted {
  readonly experiment: string;
  readonly object: { readonly kind: string; readonly metadata: { readonly name: string } };
}

interface Case {
  readonly case: string;
  readonly kind: string;
  readonly spec: object;
  readonly http: number;
  readonly message?: string;
}

/** What a cluster refused, by the name of the case: the place that it complained of, and what our words must hold. */
const reasons: Readonly<Record<string, readonly [place: string, words: RegExp]>> = {
  'container-kill-without-names': ['spec.containerNames', /container-kill needs the names/],
  'unknown-action': ['spec.action', /"explode".*pod-kill, pod-failure, container-kill/],
  'no-mode': ['spec.mode', /missing.*one, all, fixed, fixed-percent, random-max-percent/],
  'bad-mode': ['spec.mode', /"some".*one, all, fixed, fixed-percent, random-max-percent/],
  'fixed-without-value': ['spec.value', /missing.*fixed/],
  'fixed-zero': ['spec.value', /"0".*from 1 up/],
  'percent-150': ['spec.value', /"150".*1 to 100/],
  'value-not-string': ['spec.value', /not a text.*quotes: "2"/],
  'bad-duration': ['spec.duration', /"5 minutes", not a duration/],
  'negative-grace': ['spec.gracePeriod', /at least 0/],
  'unknown-field': ['spec.colour', /not a known field/],
  'delay-bad-latency': ['spec.delay.latency', /"fast"/],
  'delay-from-without-target': ['spec.direction', /from, and there is no target/],
  'loss-bad': ['spec.loss.loss', /"lots", not a number/],
  'bandwidth-bad-rate': ['spec.bandwidth.rate', /"1 furlong", not a rate/],
  'partition-bad-direction': ['spec.direction', /"sideways".*to, from, both/],
  'stress-none': ['spec.stressors', /missing/],
  'stress-empty': ['spec.stressors', /empty/],
  'stress-bad-size': ['spec.stressors.memory.size', /"many"/],
  'time-bad-offset': ['spec.timeOffset', /"yesterday", not a duration/],
  'schedule-bad-cron': ['spec.schedule', /1 of the 5 or 6 fields/],
  // The webhook panics here; the block of the type is what it looks for.
  'schedule-type-mismatch': ['spec.networkChaos', /missing/],
  'schedule-bad-inner': ['spec.podChaos.containerNames', /container-kill needs the names/],
};

/** Accepted though the schema requires what is missing, because the webhook fills it in: with every pod of the namespace. */
const stricter = 'no-selector';

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
}

function judge({ kind, spec }: Case): ManifestReport {
  return validateManifest({ apiVersion, kind, metadata: { name: 'x', namespace: 'demo' }, spec });
}

describe('validateManifest, against what real clusters answered', () => {
  const accepted = read('recorded-accepted.json') as readonly Accepted[];
  const cases = read('recorded-cases.json') as readonly Case[];

  it('has the recordings', () => {
    expect(accepted).to.have.length.greaterThan(50);
    const refused = cases.filter(({ http }) => http !== 201).map((entry) => entry.case);
    expect(refused.sort()).to.deep.equal(Object.keys(reasons).sort());
  });

  for (const { experiment, object } of accepted) {
    it(`passes what was accepted: ${object.kind} ${object.metadata.name} of ${experiment}`, () => {
      expect(validateManifest(object).errors.map(findingText)).to.deep.equal([]);
    });
  }

  for (const entry of cases.filter(({ http }) => http === 201)) {
    if (entry.case === stricter) continue;
    it(`passes what was accepted: ${entry.case}`, () => {
      expect(judge(entry).errors.map(findingText)).to.deep.equal([]);
    });
  }

  for (const entry of cases.filter(({ http }) => http !== 201)) {
    it(`refuses what was refused, for the same reason: ${entry.case}`, () => {
      const [place, words] = reasons[entry.case] ?? ['', /^$/];
      const { errors } = judge(entry);
      expect(errors.map(({ path }) => pathText(path))).to.deep.equal([place]);
      expect(errors.map(findingText).join()).to.match(words);
    });
  }

  it('is stricter than a cluster about a selector that is missing', () => {
    const entry = cases.find((candidate) => candidate.case === stricter);
    expect(entry?.http).to.equal(201);
    expect(entry === undefined ? '' : judge(entry).errors.map(findingText).join()).to.match(
      /^spec.selector: is missing/,
    );
  });

  it('warns of what the cluster took and could not do', () => {
    const of = (name: string): string => {
      const found = accepted.find(({ object }) => object.metadata.name === name);
      return found === undefined ? '' : validateManifest(found.object).warnings.map(findingText).join('\n');
    };
    expect(of('apiserver-pod-kill')).to.match(/only their mirrors/);
    expect(of('apiserver-pod-failure')).to.match(/only their mirrors/);
    expect(of('apiserver-partition')).to.match(/spec.selector: .*network[^]*spec.target.selector: .*network/);
    expect(of('etcd-container-kill')).to.equal('');
    expect(of('az-a-partition')).to.equal('');
    expect(of('kill-every-10s')).to.equal('');
  });
});
