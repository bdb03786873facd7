// Makes one file of an entry and of all that it needs: found and compiled module by module, 500 sources take longer to start than a rehearsal to run.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules', '.cache', 'aftershock');
const sources = ['src', 'packages/chaos-mesh-types/src'];
const entries = { main: 'src/cli/main.ts', 'rehearsal-process': 'src/cli/side-by-side/rehearsal-process.ts' };
const keptMs = 86_400_000;
const typesEntry = join(root, 'packages/chaos-mesh-types/src/index.ts');

/** Another text whenever a source, or what builds it, is another. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  for (const folder of sources) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name.endsWith('.ts')) add(join(entry.parentPath, entry.name));
    }
  }
  add(join(root, 'package-lock.json'));
  add(fileURLToPath(import.meta.url));
  return hash.digest('hex').slice(0, 16);
}

/** Sources ask where they lie: there, and not in the cache. */
const ownPlaces = {
  name: 'own-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'ts' };
    });
  },
};

/** zod says what is wrong in fifty languages, a tenth of all that a command would have to read: one is enough. */
const oneLanguage = {
  name: 'one-language',
  setup(build) {
    build.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Bundles entries, given by name with their paths in the checkout, into a folder somewhere below it. */
export async function bundle(named, into) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: Object.fromEntries(Object.entries(named).map(([name, path]) => [name, join(root, path)])),
    outdir: into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Many small modules take longer to find than to run; what few commands need, or what finds files beside itself, stays where it is.
    external: ['@kubernetes/client-node', 'axios', 'esbuild', 'execa', 'tsx'],
    // CommonJS inside asks for `require`; the name of its maker may be taken by a source.
    banner: {
      js: "import { createRequire as ownRequire } from 'node:module'; const require = ownRequire(import.meta.url);",
    },
    alias: { 'chaos-mesh-types': typesEntry },
    plugins: [ownPlaces, oneLanguage],
    logLevel: 'silent',
  });
}

async function build(into) {
  const making = `${into}.${process.pid}`;
  await bundle(entries, making);
  try {
    renameSync(making, into);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(into)) throw error;
  }
  tidyUp(statSync(into).mtimeMs - keptMs);
}

/** Bundles of older sources are taken away, but for those that a long run may still be loading from. */
function tidyUp(beforeMs) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (statSync(path).mtimeMs < beforeMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Where the bundle of an entry lies. Where it cannot be built, because nothing may be written there, the sources are run as they are. */
export async function bundled(name) {
  try {
    const into = join(cache, stateOfSources());
    if (!existsSync(into)) await build(into);
    return pathToFileURL(join(into, `${name}.mjs`)).href;
  } catch {
    await import('tsx');
    return pathToFileURL(join(root, entries[name])).href;
  }
}
