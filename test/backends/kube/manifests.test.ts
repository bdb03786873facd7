import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Manifest, parseManifests, placed } from '../../../src/backends/kube/manifests.ts';
import { HarnessError } from '../../../src/core/errors.ts';

const web = readFileSync('scenarios/workloads/web.yaml', 'utf8');
const placement = { namespace: 'aftershock', image: 'node:22-alpine' };

/** What is at `path` of a manifest. */
function at(manifest: Manifest | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], manifest);
}

describe('parseManifests', () => {
  it('reads every document and passes over empty ones', () => {
    const text =
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n';
    expect(parseManifests(text, 'x.yaml').map(({ kind }) => kind)).to.deep.equal(['Service', 'Pod']);
  });

  for (const [what, text, words] of [
    ['broken YAML', 'a: [1\n---\nb: "', 'x.yaml: '],
    [
      'a document that is no object',
      'apiVersion: v1\nkind: Pod\nmetadata: {}\n',
      'no apiVersion, kind or metadata.name',
    ],
    ['an empty file', '# nothing\n', 'it holds no object'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => parseManifests(text, 'x.yaml'))
        .to.throw(HarnessError, words)
        .with.property('code', 'scenario-invalid');
    });
  }
});

describe('placed', () => {
  it('puts every object into the namespace under the label of the harness, and keeps its own labels', () => {
    const manifests = placed(parseManifests(web, 'web.yaml'), placement);
    expect(manifests.map(({ metadata }) => metadata.namespace)).to.deep.equal(manifests.map(() => 'aftershock'));
    const deployment = manifests.find(({ kind }) => kind === 'Deployment');
    expect(deployment?.metadata.labels).to.deep.equal({ app: 'web', 'app.kubernetes.io/managed-by': 'aftershock' });
  });

  it('replaces the image token, and no other image', () => {
    const spec = { containers: [{ image: 'workload.image' }, { image: 'other:1' }] };
    const pod: Manifest = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec };
    const [manifest] = placed([pod], placement);
    expect(at(manifest, 'spec.containers')).to.deep.equal([{ image: 'node:22-alpine' }, { image: 'other:1' }]);
  });

  it('starts new pods when a ConfigMap changes, and only then', () => {
    const mark = (text: string): unknown => {
      const manifests = placed(parseManifests(text, 'web.yaml'), placement);
      const deployment = manifests.find(({ kind }) => kind === 'Deployment');
      return at(deployment, 'spec.template.metadata.annotations');
    };
    expect(mark(web)).to.deep.equal(mark(web));
    expect(mark(web.replace('8080', '8081'))).not.to.deep.equal(mark(web));
  });
});

describe('scenarios/workloads/web.yaml', () => {
  const manifests = parseManifests(web, 'web.yaml');
  const pod = at(
    manifests.find(({ kind }) => kind === 'Deployment'),
    'spec.template.spec',
  );

  it('is a Deployment of six with a Service that is reached from outside and a disruption budget', () => {
    expect(manifests.map(({ kind }) => kind)).to.have.members([
      'ConfigMap',
      'Deployment',
      'Service',
      'PodDisruptionBudget',
    ]);
    expect(
      at(
        manifests.find(({ kind }) => kind === 'Deployment'),
        'spec.replicas',
      ),
    ).to.equal(6);
    expect(
      at(
        manifests.find(({ kind }) => kind === 'Service'),
        'spec.type',
      ),
    ).to.equal('NodePort');
  });

  it('is spread over zones in a way that does not keep the pods of a lost zone Pending', () => {
    expect(pod).to.have.nested.property('topologySpreadConstraints[0].whenUnsatisfiable', 'DoNotSchedule');
    expect(pod).to.have.nested.property('topologySpreadConstraints[0].nodeTaintsPolicy', 'Honor');
  });

  it('leaves a lost node after 10 s', () => {
    expect(pod).to.have.nested.property('tolerations[0].tolerationSeconds', 10);
    expect(pod).to.have.nested.property('tolerations[1].tolerationSeconds', 10);
  });

  it('runs without rights', () => {
    expect(pod).to.have.nested.property('securityContext.runAsNonRoot', true);
    expect(pod).to.have.nested.property('containers[0].securityContext.allowPrivilegeEscalation', false);
  });
});
