/**
 * `begin` makes package.json point at dist, as npm publishes it; `end` makes it point at the sources again, as the workspace
 * runs it. npm leaves the fields of `publishConfig` where they are, so they are laid over the others here.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = join(import.meta.dirname, '../package.json');
const saved = `${manifest}.workspace`;

if (process.argv[2] === 'begin') {
  const text = readFileSync(manifest, 'utf8');
  const { publishConfig, ...rest } = JSON.parse(text) as Readonly<Record<string, object>>;
  writeFileSync(saved, text);
  writeFileSync(manifest, `${JSON.stringify({ ...rest, ...publishConfig }, undefined, 2)}\n`);
} else if (existsSync(saved)) {
  renameSync(saved, manifest);
}
