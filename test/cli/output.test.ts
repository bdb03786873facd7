import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';

const root = join(import.meta.dirname, '..', '..');

describe('the output of a run', function () {
  this.timeout(60_000);

  for (const option of ['--json', '--keep-going']) {
    it(`may lose its reader: the run comes to its end, and is stored (${option})`, async () => {
      const out = await mkdtemp(join(tmpdir(), 'aftershock-output-'));
      try {
        const run = execa(process.execPath, ['bin/chaos.mjs', 'smoke', '--seed', '1', option, '--out', out], {
          cwd: root,
          reject: false,
          buffer: false,
        });
        run.stdout.once('data', () => run.stdout.destroy());
        run.stderr.resume();
        expect((await run).exitCode).to.equal(0);
        const [folder = ''] = (await readdir(out)).filter((name) => name.includes('-sim'));
        expect(await readdir(join(out, folder))).to.include.members(['run.json', 'report.html']);
      } finally {
        await rm(out, { recursive: true });
      }
    });
  }
});
