import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs on the PATH that answer as a test wants, in a working directory of their own. */
export interface FakeTools {
  /** Makes a program of a shell script; undefined takes it away. */
  readonly have: (tool: string, script: string | undefined) => void;
  /** Brings PATH and working directory back. */
  readonly restore: () => void;
}

/** A PATH with a shell and nothing else. */
export function fakeTools(): FakeTools {
  const before = { path: process.env['PATH'], folder: process.cwd() };
  const folder = mkdtempSync(join(tmpdir(), 'aftershock-tools-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  process.env['PATH'] = bin;
  process.chdir(folder);
  return {
    have: (tool, script) => {
      const file = join(bin, tool);
      if (script === undefined) {
        rmSync(file, { force: true });
        return;
      }
      writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
      chmodSync(file, 0o755);
    },
    restore: () => {
      process.env['PATH'] = before.path;
      process.chdir(before.folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
