import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { appliedTexts, planYaml } from '../../src/reporters/plan-yaml.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const objects = (yaml: string): unknown[] =>
  [...parseAllDocuments(yaml)].map((document) => document.toJS() as unknown).filter((object) => object !== null);

describe('planYaml', () => {
  const yaml = planYaml.render(report, timeline);

  it('holds the objects as they were applied, and nothing else that kubectl would take', () => {
    const [first] = report.applied as readonly [{ object: unknown }];
    expect(objects(yaml)).to.deep.equal([first.object]);
  });

  it('tells node actions in comments', () => {
    expect(yaml).to.include('# node action 3, through the container runtime: drop-traffic on aftershock-worker');
    expect(yaml).to.include('#     address: 172.18.0.5');
  });

  it('keeps a line break in a name inside its comment', () => {
    const applied = [{ kind: 'node', node: 'a\nkind: Pod', verb: { name: 'drop-traffic' } }];
    expect(objects(planYaml.render({ ...report, applied }, timeline))).to.deep.equal([]);
  });

  it('says when nothing was applied', () => {
    const empty = emptyRun();
    expect(planYaml.render(empty.report, empty.timeline)).to.include('# Nothing was applied.');
  });
});

describe('appliedTexts', () => {
  it('takes a bare manifest as well as a planned action', () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(appliedTexts({ applied: [manifest] })).to.deep.equal([
      { title: 'ConfigMap a', yaml: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n' },
    ]);
  });
});
