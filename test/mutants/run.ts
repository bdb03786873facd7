import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { mutated } from './mutated.ts';

// npm run mutants [-- WORD]: puts each fault into a copy of the sources, runs the tests that should see it, and says which did.

const root = join(import.meta.dirname, '..', '..');
const copied = [
  ...['src', 'test', 'packages', 'scenarios', 'slos', 'schema'],
  ...['package.json', 'tsconfig.json', 'kind-config.yaml'],
];
const patienceMs = 300_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Titles of the tests that failed; undefined where mocha did not come to an end. */
async function failures(folder: string, tests: readonly string[]): Promise<readonly string[] | undefined> {
  const output = join(folder, 'mocha.json');
  await rm(output, { force: true });
  const mocha = [
    '--import',
    'tsx',
    join('node_modules', 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    '--extension',
    'ts',
  ];
  const options = ['--reporter', 'json', '--reporter-option', `output=${output}`, '--timeout', '60000'];
  await execa(process.execPath, [...mocha, ...options, ...tests], { cwd: folder, reject: false, timeout: patienceMs });
  const text = await readFile(output, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { failures: failed } = JSON.parse(text) as { readonly failures: readonly { readonly fullTitle: string }[] };
  return failed.map(({ fullTitle }) => fullTitle);
}

async function hunt(folder: string, mutant: Mutant): Promise<readonly string[] | undefined> {
  const file = join(folder, mutant.file);
  const whole = await readFile(file, 'utf8');
  await writeFile(file, mutated(whole, mutant));
  try {
    return await failures(folder, mutant.tests);
  } finally {
    await writeFile(file, whole);
  }
}

/** Whether every mutant was caught. */
async function huntAll(folder: string, wanted: readonly Mutant[]): Promise<boolean> {
  const tests = [...new Set(wanted.flatMap((mutant) => mutant.tests))];
  // Tests that are red anyway would catch everything.
  const before = await failures(folder, tests);
  if (before?.length !== 0) {
    say(`without a mutant: ${before === undefined ? 'the tests did not end' : `red: ${before.join('; ')}`}`);
    return false;
  }
  say(`without a mutant: ${tests.length} test files are green`);
  let caught = 0;
  for (const mutant of wanted) {
    const red = await hunt(folder, mutant);
    if (red !== undefined && red.length > 0) caught += 1;
    say(`${red === undefined ? 'NO END' : red.length === 0 ? 'SURVIVES' : 'caught'}  ${mutant.name}  (${mutant.file})`);
    for (const title of red ?? []) say(`    red: ${title}`);
  }
  say(`${caught} of ${wanted.length} caught`);
  return caught === wanted.length && caught > 0;
}

async function main(words: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'aftershock-mutants-'));
  try {
    for (const name of copied) await cp(join(root, name), join(folder, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const wanted = mutants.filter(({ name }) => words.every((word) => name.includes(word)));
    return await huntAll(folder, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
