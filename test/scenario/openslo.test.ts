import { expect } from 'chai';
import { HarnessError } from '../../src/core/errors.ts';
import type { RunReport } from '../../src/core/report.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { openSlo } from '../../src/reporters/openslo.ts';
import { isOpenSlo, readOpenSlo } from '../../src/scenario/openslo.ts';
import { registries } from '../../src/scenario/registries.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';

const { indicators } = registries;
const slo = (spec: string): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: kube
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 4w, isRolling: true }]
${spec}`;
const inline = `  indicator:
    metadata: { name: x }
    spec: { thresholdMetric: { metricSource: { type: Aftershock, spec: { sli: api.latency.p99, unit: ms, during: [recovery] } } } }
`;

describe('readOpenSlo', () => {
  it('reads a threshold as a comparison in the unit of its source', () => {
    const { slos } = readOpenSlo(
      'x.yaml',
      slo(`${inline}  objectives: [{ op: lt, value: 500, target: 0.99, compositeWeight: 2 }]\n`),
      indicators,
    );
    expect(slos).to.have.length(1);
    expect(slos[0]).to.deep.include({
      sli: 'api.latency.p99',
      comparison: '<',
      bound: 500,
      limit: 1500,
      weight: 2,
      during: ['recovery'],
      profile: 'api',
    });
  });

  it('reads the target of a ratio, of good and of bad requests, through an SLI of the same file', () => {
    const sli = (name: string, id: string): string =>
      `apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: ${name} }\nspec: { ratioMetric: { counter: true, rawType: success, raw: { metricSource: { type: Aftershock, spec: { sli: ${id} } } } } }\n`;
    const text = [
      sli('good', 'api.availability'),
      sli('bad', 'traffic.errorRate'),
      slo('  indicatorRef: good\n  objectives: [{ target: 0.999 }]\n'),
      slo('  indicatorRef: bad\n  objectives: [{ targetPercent: 95 }]\n'),
    ].join('---\n');
    const { slos } = readOpenSlo('x.yaml', text, indicators);
    expect(slos.map(({ sli: id, text: bound }) => `${id} ${bound}`)).to.deep.equal([
      'api.availability >= 99.9%',
      'traffic.errorRate <= 5%',
    ]);
  });

  it('names every SLO that it cannot read', () => {
    const foreign = inline.replace('Aftershock', 'Prometheus');
    const text = [
      slo(`${foreign}  objectives: [{ op: lt, value: 500, target: 0.99 }]\n`),
      slo(`${inline}  objectives: [{ op: gte, value: 500, target: 0.99 }, { op: is, value: 1 }]\n`),
      slo('  indicatorRef: nothing\n  objectives: [{ target: 0.5 }]\n'),
    ].join('---\n');
    const act = (): unknown => readOpenSlo('x.yaml', text, indicators);
    expect(act)
      .to.throw(HarnessError)
      .with.property('message')
      .that.satisfies((message: string) => {
        const lines = message.split('\n');
        return (
          lines.length === 4 &&
          lines[0]!.includes('not of type Aftershock') &&
          lines[1]!.includes('wrong direction') &&
          lines[2]!.includes('op is "is"') &&
          lines[3]!.includes('neither inline')
        );
      });
    expect(() => readOpenSlo('x.yaml', 'apiVersion: openslo/v1\nkind: Service\n', indicators)).to.throw('holds no SLO');
  });

  it('reads what is written from results as the same objectives', () => {
    const slos = [
      objectiveOf('api.recovery', 20_000, { critical: true, warn: 10_000, weight: 3 }),
      objectiveOf('api.availability', 0.95, {
        comparison: '>=',
        limit: 0.85,
        during: ['fault'],
        streams: ['lb *'],
        aggregate: 'worst',
      }),
      objectiveOf('traffic.errorRate', 0.05, { comparison: '<', limit: 0.15 }),
      objectiveOf('etcd.leaderChanges', 3, { limit: 9 }),
      objectiveOf('pods.deficit', 10, { limit: 30 }),
    ];
    const report: RunReport = assembleReport({
      record: recordOf(wholeTimeline([[31_000, 43_000]])),
      scenario: scenarioOf({ slos }),
      backend: { name: 'kind', simulated: false },
      command: 'x',
      harnessVersion: '0',
      nodeVersion: '0',
    });
    const written = openSlo.render(report, wholeTimeline([]));
    expect(isOpenSlo(written)).to.equal(true);
    expect(written).to.contain('aftershock.dev/status: met').and.to.contain('aftershock.dev/value: "13000"');
    const read = readOpenSlo('openslo.yaml', written, indicators).slos;
    const shape = ({
      sli,
      bound,
      limit,
      weight,
      during,
      streams,
      aggregate,
      warn,
      critical,
    }: (typeof slos)[number]): unknown => ({
      sli,
      bound,
      limit,
      weight,
      during,
      streams,
      aggregate,
      warn,
      critical,
    });
    expect(read.map(shape)).to.deep.equal(slos.map(shape));
    // A share of good requests has no strict bound in OpenSLO.
    expect(read.map(({ comparison }) => comparison)).to.deep.equal(['<=', '>=', '<=', '<=', '<=']);
  });
});
