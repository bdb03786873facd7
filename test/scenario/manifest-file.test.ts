import { expect } from 'chai';
import { complaintText } from '../../src/scenario/document.ts';
import { type InspectedManifest, inspectManifests } from '../../src/scenario/manifest-file.ts';

const kill = `apiVersion: chaos-mesh.org/v1alpha1
kind: PodChaos
metadata: { name: kill, namespace: app }
spec:
  action: pod-kill
  mode: one
  selector:
    labelSelectors: { app: web }
`;

function errorsOf(text: string, strict = false): readonly string[] {
  return inspectManifests(text, strict).flatMap(({ errors }) => errors.map((error) => complaintText('f.yaml', error)));
}

function shapes(found: readonly InspectedManifest[]): readonly unknown[] {
  return found.map(({ document, kind, name, checked }) => [document, kind, name, checked]);
}

describe('inspectManifests', () => {
  it('judges every document, and passes over empty ones', () => {
    const found = inspectManifests(`---\n${kill}---\n# nothing\n---\n${kill}---\n`, false);
    expect(shapes(found)).to.deep.equal([
      [1, 'PodChaos', 'kill', true],
      [3, 'PodChaos', 'kill', true],
    ]);
    expect(found.flatMap(({ errors, warnings }) => [...errors, ...warnings])).to.deep.equal([]);
  });

  it('points at values, at keys, and at the parent of what is missing', () => {
    const text = kill.replace('pod-kill', 'pod-kil').replace('mode: one', 'mod: one');
    expect(errorsOf(text).map((line) => line.split(': ')[0])).to.deep.equal([
      'f.yaml:5:3 spec.mode',
      'f.yaml:5:11 spec.action',
      'f.yaml:6:3 spec.mod',
    ]);
  });

  it('counts lines through the whole file', () => {
    const [line] = errorsOf(`${kill}---\n${kill.replace('pod-kill', 'kill')}`);
    expect(line).to.match(/^f\.yaml:14:11 spec\.action: is "kill"/);
  });

  it('takes Lists apart', () => {
    const object = (mode: string): string =>
      `{"apiVersion":"chaos-mesh.org/v1alpha1","kind":"PodChaos","metadata":{"name":"a"},"spec":{"action":"pod-kill","mode":"${mode}","selector":{"namespaces":["a"]}}}`;
    const text = `{"apiVersion":"v1","kind":"List","items":[\n${object('all')},\n${object('some')}]}`;
    expect(shapes(inspectManifests(text, false))).to.deep.equal([
      [1, 'PodChaos', 'a', true],
      [1, 'PodChaos', 'a', true],
    ]);
    expect(errorsOf(text)).to.deep.equal([
      'f.yaml:3:118 items[1].spec.mode: is "some". Use one of: one, all, fixed, fixed-percent, random-max-percent.',
    ]);
  });

  it('follows aliases into what they stand for', () => {
    const text = kill.replace('kill,', '&n kill, labels: &l { on: *n, b: 5 }, annotations: *l,');
    expect(errorsOf(text).map((line) => line.split(': ')[0])).to.deep.equal([
      'f.yaml:3:52 metadata.labels.b',
      'f.yaml:3:52 metadata.annotations.b',
    ]);
  });

  it('reads YAML as kubectl does: `on` is a boolean, a time of day is a text', () => {
    expect(errorsOf(kill.replace('app: web', 'app: on')).join()).to.match(/labelSelectors.app: is the boolean true/);
    expect(errorsOf(kill.replace('app: web', 'app: "12:30"'))).to.deep.equal([]);
    expect(errorsOf(kill.replace('namespace: app', 'creationTimestamp: 2026-11-21T10:00:00Z'))).to.deep.equal([]);
  });

  it('tells what is wrong with the text itself', () => {
    expect(errorsOf(`${kill}  mode: all\n`)).to.deep.equal(['f.yaml:9:3 YAML: this key stands here a second time.']);
    expect(errorsOf('a: [1').join()).to.match(/^f\.yaml:1:\d+ YAML: /);
  });

  it('warns of what never works, and refuses it when strict', () => {
    const text = `${kill}  duration: 10s\n`;
    const [found] = inspectManifests(text, false);
    expect(found?.errors).to.deep.equal([]);
    expect(found?.warnings.map(({ line, column, path }) => [line, column, path])).to.deep.equal([
      [9, 3, 'spec.duration'],
    ]);
    expect(errorsOf(text, true).join()).to.match(/^f\.yaml:9:3 spec\.duration: has no effect/);
  });

  it('does not judge objects of other APIs, and says so', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
    const [found] = inspectManifests(text, false);
    expect(found).to.include({ kind: 'ConfigMap', checked: false });
    expect(found?.warnings.map(({ message }) => message).join()).to.match(/^is ConfigMap, which is not checked here/);
    expect(errorsOf(text, true)).to.have.length(1);
  });

  it('takes a misspelt kind or group for a mistake, not for another API', () => {
    expect(errorsOf(kill.replace('PodChaos', 'PodChoas').replace('chaos-mesh', 'chaosmesh'))).to.have.length(2);
    expect(errorsOf(kill.replace('chaos-mesh.org/v1alpha1', 'pingcap.com/v1alpha1'))).to.have.length(1);
    expect(errorsOf('spec: {}').join()).to.match(/kind: is missing[^]*apiVersion: is missing/);
  });
});
