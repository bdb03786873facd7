import { expect } from 'chai';
import { execa } from 'execa';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'aftershock');

describe('bin/chaos.mjs', function () {
  this.timeout(60_000);

  it('makes one bundle of the sources, every part of which is sound, also those that few commands load', async () => {
    const { stdout } = await execa('node', ['bin/chaos.mjs', '--help'], { cwd: root });
    expect(stdout).to.contain('Commands');
    const bundles = readdirSync(cache).map((name) => join(cache, name));
    const newest = bundles.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
    const parts = readdirSync(newest).filter((name) => name.endsWith('.mjs'));
    expect(parts).to.include.members(['main.mjs', 'rehearsal-process.mjs']);
    for (const part of parts) await execa('node', ['--check', join(newest, part)]);
  });
});
