import { join } from 'node:path';
import { expect } from 'chai';
import { loadSettings } from '../../src/scenario/settings.ts';
import { inFolder, rejectionOf } from './files.fixture.ts';

const text = `kind:
  config: my-kind.yaml
  preload: [ "web:1" ]
chaosMesh:
  chart: ./charts/chaos-mesh
  values: { controllerManager: { replicaCount: 1 } }
reports: { dir: ../out }
`;

describe('loadSettings', () => {
  it('is what the public has where there is no file', () =>
    inFolder({}, async (folder) => {
      const settings = await loadSettings(undefined, folder);
      expect(settings.kind).to.deep.include({
        name: 'aftershock',
        config: join(folder, 'kind-config.yaml'),
        preload: [],
      });
      expect(settings.kind.nodeImage).to.match(/^kindest\/node:v1\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
      expect(settings.chaosMesh).to.deep.include({
        chart: 'chaos-mesh',
        repo: 'https://charts.chaos-mesh.org',
        values: {},
      });
      expect(settings.workload.image).to.equal(settings.agent.image);
      expect(settings.reports.dir).to.equal(join(folder, 'reports'));
    }));

  it('reads the file of the working folder', () =>
    inFolder({ 'aftershock.config.yaml': 'kind: { name: mine }\n' }, async (folder) => {
      expect((await loadSettings(undefined, folder)).kind.name).to.equal('mine');
    }));

  it('counts the paths of a file from its folder, and defaults from the working folder', () =>
    inFolder({ 'ci/settings.yaml': text, 'ci/bare.yaml': '# nothing yet\n' }, async (folder) => {
      const settings = await loadSettings('ci/settings.yaml', folder);
      expect(settings.kind.config).to.equal(join(folder, 'ci', 'my-kind.yaml'));
      expect(settings.chaosMesh.chart).to.equal(join(folder, 'ci', 'charts', 'chaos-mesh'));
      expect(settings.chaosMesh.values).to.deep.equal({ controllerManager: { replicaCount: 1 } });
      expect(settings.reports.dir).to.equal(join(folder, 'out'));
      const bare = await loadSettings('ci/bare.yaml', folder);
      expect(bare.kind.config).to.equal(join(folder, 'kind-config.yaml'));
      expect(bare.chaosMesh.chart).to.equal('chaos-mesh');
    }));

  it('lists every mistake with line and column', () =>
    inFolder({ 'a.yaml': 'kind: { nam: x }\nchaosMesh:\n  version: 2.8\n  values: []\n' }, async (folder) => {
      const error = await rejectionOf(loadSettings('a.yaml', folder));
      expect(error).to.have.property('code', 'scenario-invalid');
      expect((error as Error).message.split('\n')).to.deep.equal([
        'a.yaml:1:9 kind.nam: is not a known key. Did you mean "name"?',
        'a.yaml:3:12 chaosMesh.version: a version is text. Put it into quotes.',
        'a.yaml:4:11 chaosMesh.values: is a list, not a mapping.',
      ]);
    }));

  it('refuses a named file that is not there', () =>
    inFolder({}, async (folder) => {
      expect(await rejectionOf(loadSettings('none.yaml', folder))).to.have.property('code', 'usage');
    }));
});
