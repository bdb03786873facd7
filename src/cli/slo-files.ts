import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suggest } from '../base/did-you-mean.ts';
import { HarnessError } from '../core/errors.ts';
import type { SloProfile } from '../core/objective.ts';
import { readText } from '../scenario/find.ts';
import { isOpenSlo, readOpenSlo } from '../scenario/openslo.ts';
import { applyOverrides } from '../scenario/overrides.ts';
import { registries } from '../scenario/registries.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { loadSloProfile, profileNames } from '../scenario/slo-profile.ts';
import { parseYaml } from '../scenario/yaml-source.ts';

/** Where a profile's name is looked for: the working directory's own first. */
const profileDirs: readonly string[] = ['slos', fileURLToPath(new URL('../../slos', import.meta.url))];
const ending = /\.ya?ml$/;

/** Every profile by its name, validated, in the order of the names. Throws HarnessError('scenario-invalid'). */
export async function listProfiles(): Promise<readonly SloProfile[]> {
  const files = await profileFiles();
  return Promise.all([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => readSloFile(file)));
}

/** The profiles that a scenario extends, as far as there are any by these names. */
export async function profilesOf(text: string, overrides: readonly string[]): Promise<ReadonlyMap<string, SloProfile>> {
  const wanted = profileNames(applyOverrides(parseYaml(text).data, overrides, scenarioSchema).data);
  if (wanted.length === 0) return new Map();
  const files = await profileFiles();
  // All of them where one is not known: the hint names the likely one.
  const all = wanted.every((name) => files.has(name)) ? wanted : [...files.keys()];
  const profiles = all.flatMap((name) => files.get(name) ?? []).map((file) => readSloFile(file));
  return new Map((await Promise.all(profiles)).map((profile) => [profile.name, profile]));
}

/**
 * The objectives of a profile by its name, of a profile file, or of a file of OpenSLO documents.
 * Throws HarnessError('usage') for what is not there, 'scenario-invalid' with a line per mistake.
 */
export async function readSloFile(nameOrPath: string): Promise<SloProfile> {
  const file = await fileOf(nameOrPath);
  const text = await readText(file);
  return isOpenSlo(text)
    ? readOpenSlo(file, text, registries.indicators)
    : loadSloProfile({ file, text }, registries.indicators);
}

async function fileOf(nameOrPath: string): Promise<string> {
  if (ending.test(nameOrPath) || /[/\\]/.test(nameOrPath)) return nameOrPath;
  const files = await profileFiles();
  const file = files.get(nameOrPath);
  if (file !== undefined) return file;
  throw new HarnessError('usage', `there is no SLO profile "${nameOrPath}"`, {
    hint: suggest(nameOrPath, [...files.keys()]),
  });
}

async function profileFiles(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const dir of profileDirs) {
    for (const entry of await readdir(dir).catch(() => [])) {
      const name = basename(entry).replace(ending, '');
      if (ending.test(entry) && !found.has(name)) found.set(name, join(dir, entry));
    }
  }
  return found;
}
