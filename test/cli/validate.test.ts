import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateCommand } from '../../src/cli/commands/validate.ts';
import { parseCommandLine } from '../../src/cli/options.ts';
import type { Output } from '../../src/cli/output.ts';

interface Row {
  readonly file: string;
  readonly document: number;
  readonly kind: string | null;
  readonly ok: boolean;
  readonly errors: readonly {
    readonly path: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
  }[];
  readonly warnings: Row['errors'];
}

const manifest = `apiVersion: chaos-mesh.org/v1alpha1
kind: PodChaos
metadata: { name: a, namespace: app }
spec: { action: pod-kill, mode: one, selector: { namespaces: [app] } }
`;

describe('validate', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'validate-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function write(name: string, text: string): string {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  }

  async function run(...argv: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
    const { options, operands } = parseCommandLine(argv);
    const lines: string[] = [];
    const output: Output = {
      json: options.json,
      progress: 'none',
      width: 100,
      height: 40,
      say: (text) => {
        if (!options.json) lines.push(text);
      },
      event: () => lines.push('an event'),
      print: (text) => void lines.push(text),
      error: () => lines.push('an error'),
      style: (_, text) => text,
    };
    const status = await validateCommand({ operands, options, output, signal: new AbortController().signal });
    return { status, text: lines.join('\n') };
  }

  async function rows(...argv: readonly string[]): Promise<readonly Row[]> {
    return JSON.parse((await run('--json', ...argv)).text) as readonly Row[];
  }

  it('passes scenarios by name, suites, and manifests', async () => {
    const file = write('kill.yaml', manifest);
    const { status, text } = await run('az-failure', 'nightly', file);
    expect(text.split('\n')).to.deep.equal([
      'valid    scenarios/az-failure.yaml Scenario az-failure',
      'valid    scenarios/suites/nightly.yaml Suite nightly',
      `valid    ${file} PodChaos a`,
    ]);
    expect(status).to.equal(0);
  });

  it('prints with --json one array and nothing else: a row a document', async () => {
    const file = write('two.yaml', `${manifest}---\n${manifest.replace('pod-kill', 'pod-kil')}`);
    expect(await rows(file)).to.deep.equal([
      { file, document: 1, kind: 'PodChaos', ok: true, errors: [], warnings: [] },
      {
        file,
        document: 2,
        kind: 'PodChaos',
        ok: false,
        errors: [
          {
            path: 'spec.action',
            message: 'is "pod-kil". Did you mean "pod-kill"? It is one of: pod-kill, pod-failure, container-kill.',
            line: 9,
            column: 17,
          },
        ],
        warnings: [],
      },
    ]);
    expect((await run('--json', file)).status).to.equal(2);
  });

  it('refuses with --strict what never works', async () => {
    const file = write('useless.json', JSON.stringify({ ...toObject(), spec: { ...toObject().spec, duration: '1m' } }));
    expect((await run(file)).status).to.equal(0);
    expect((await rows(file))[0]?.warnings.map(({ path }) => path)).to.deep.equal(['spec.duration']);
    expect((await run('--strict', file)).status).to.equal(2);
    expect((await rows('--strict', file))[0]).to.deep.include({ ok: false, warnings: [] });
  });

  it('tells every mistake of a scenario, with the overrides laid over it', async () => {
    const file = write(
      's.yaml',
      'apiVersion: aftershock/v1\nkind: Scenario\nmetadata: { name: s }\nspec: { hypotesis: x }\n',
    );
    const [row] = await rows(file);
    expect(row).to.deep.include({ file, kind: 'Scenario', ok: false });
    expect(row?.errors).to.deep.include({
      path: 'spec.hypotesis',
      message: 'is not a known key. Did you mean "hypothesis"?',
      line: 4,
      column: 9,
    });
    const [named] = await rows('az-failure', '--set', 'faults[0].for=20');
    expect(named?.errors.map(({ path }) => path)).to.deep.equal(['--set faults[0].for=20']);
  });

  it('tells the mistakes of a suite, and of its scenarios at the place that names them', async () => {
    const suite = (entry: string): string =>
      `apiVersion: aftershock/v1\nkind: Suite\nmetadata: { name: s }\nspec:\n  scenarios:\n    - ${entry}\n`;
    const own = await rows(write('own.yaml', suite('{ nme: az-failure }')));
    expect(own[0]?.errors.map(({ path }) => path)).to.include('spec.scenarios[0].nme');
    const [inner] = await rows(write('inner.yaml', suite('{ name: az-failure, set: { "faults[0].for": 20 } }')));
    expect(inner?.errors.map(({ path, line, column }) => [path, line, column])).to.deep.equal([
      ['spec.scenarios[0] az-failure', 6, 7],
    ]);
  });

  it('knows settings by their name and by their keys', async () => {
    const byName = await rows(write('aftershock.config.yaml', 'knd: {}\n'));
    expect(byName[0]).to.deep.include({ kind: 'Settings', ok: false });
    const byKeys = await rows(write('mine.yaml', 'kind: { nam: x }\n'));
    expect(byKeys[0]?.errors.map(({ path, line, column }) => [path, line, column])).to.deep.equal([['kind.nam', 1, 9]]);
    expect((await rows(write('fine.yaml', 'reports: { dir: out }\n')))[0]).to.deep.include({
      kind: 'Settings',
      ok: true,
    });
  });

  it('refuses files that are not there, and files that hold nothing', async () => {
    const missing = join(dir, 'none.yaml');
    expect((await rows(missing))[0]?.errors[0]?.message).to.match(/there is no such file/);
    expect((await rows(write('empty.yaml', '# nothing\n')))[0]).to.deep.include({ ok: false, kind: null });
    expect((await rows('az-failur'))[0]?.errors[0]?.message).to.match(/Did you mean "az-failure"/);
  });

  it('says that an object of another API was not judged', async () => {
    const { status, text } = await run(write('c.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n'));
    expect(text).to.match(/^skipped {2}\S+ ConfigMap c\n {2}warning \S+:2:7 kind: is ConfigMap, which is not checked/);
    expect(status).to.equal(0);
  });
});

function toObject(): { readonly spec: object } {
  return {
    ...{ apiVersion: 'chaos-mesh.org/v1alpha1', kind: 'PodChaos', metadata: { name: 'a' } },
    spec: { action: 'pod-kill', mode: 'one', selector: { namespaces: ['app'] } },
  };
}
