import { join } from 'node:path';
import { expect } from 'chai';
import { findScenario, listScenarios, readText } from '../../src/scenario/find.ts';
import { inFolder, rejectionOf } from './files.fixture.ts';
import { goodText } from './registries.fixture.ts';

const suite = 'kind: Suite\nmetadata: { title: All }\n';
const files = {
  'az-failure.yaml': goodText,
  'broken.yml': '{',
  'suites/nightly.yaml': suite,
  'workloads/web.yaml': '',
};

describe('findScenario', () => {
  it('finds a scenario by name, in the first folder that has it', () =>
    inFolder(files, async (folder) => {
      const dirs = [join(folder, 'nowhere'), folder];
      expect(await findScenario('az-failure', dirs)).to.equal(join(folder, 'az-failure.yaml'));
      expect(await findScenario('nightly', dirs)).to.equal(join(folder, 'suites', 'nightly.yaml'));
    }));

  it('takes a path as it is', () =>
    inFolder(files, async (folder) => {
      const path = join(folder, 'broken.yml');
      expect(await findScenario(path, [])).to.equal(path);
    }));

  it('says which scenario was likely meant', () =>
    inFolder(files, async (folder) => {
      expect(await rejectionOf(findScenario('az-failur', [folder]))).to.deep.include({
        code: 'usage',
        message: 'there is no scenario "az-failur"',
        hint: 'Did you mean "az-failure"?',
      });
    }));

  it('says what there is when nothing is near', () =>
    inFolder(files, async (folder) => {
      expect(await rejectionOf(findScenario('xyzzy-something', [folder]))).to.deep.include({
        hint: 'Use one of: az-failure, broken, nightly.',
      });
      expect(await rejectionOf(findScenario('x', [join(folder, 'nowhere')]))).to.have.property('code', 'usage');
    }));

  it('refuses paths that are no file', () =>
    inFolder(files, async (folder) => {
      for (const path of [join(folder, 'none.yaml'), folder]) {
        expect(await rejectionOf(findScenario(path, [folder]))).to.deep.include({
          code: 'usage',
          message: `there is no file ${path}`,
        });
      }
    }));
});

describe('listScenarios', () => {
  it('lists scenarios and suites by name, broken ones too, and no workloads', () =>
    inFolder(files, async (folder) => {
      const listed = await listScenarios(folder);
      expect(listed.map(({ name, kind, title }) => [name, kind, title])).to.deep.equal([
        ['az-failure', 'Scenario', 'One zone is cut off'],
        ['broken', 'unknown', 'broken'],
        ['nightly', 'Suite', 'All'],
      ]);
      expect(listed[0]?.labels).to.deep.equal({ layer: 'zone' });
    }));

  it('finds nothing in a folder that is not there', async () => {
    expect(await listScenarios('/nowhere/at/all')).to.deep.equal([]);
  });
});

describe('readText', () => {
  it('says why a file cannot be read', () =>
    inFolder(files, async (folder) => {
      const missing = join(folder, 'none');
      expect(await rejectionOf(readText(missing))).to.deep.include({
        code: 'usage',
        message: `cannot read ${missing}: there is no such file`,
      });
      expect(await rejectionOf(readText(folder))).to.have.property('message', `cannot read ${folder}: it is a folder`);
    }));
});
