import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../core/settings.ts';
import { type Complaint, complaintsOf, type DocumentInput, readDocument } from './document.ts';
import { readText } from './find.ts';
import { isRecord, type Path, valueAt } from './path.ts';
import { parseYaml } from './yaml-source.ts';

/** The settings file that is read from the working folder unless another is named. */
const settingsFile = 'aftershock.config.yaml';

/**
 * The Kubernetes 1.33 image that was built for kind 0.31.0, the last kind with HAProxy as its load balancer; the digest is the one
 * in that release's notes (https://github.com/kubernetes-sigs/kind/releases/tag/v0.31.0).
 */
const nodeImage = 'kindest/node:v1.33.7@sha256:d26ef333bdb2cbe9862a0f7c3803ecc7b4303d8cea8e814b481b09949d353040';
/** Newest release of Chaos Mesh (https://github.com/chaos-mesh/chaos-mesh/releases/tag/v2.8.3, 2026-06-09). */
const chaosMeshVersion = '2.8.3';
const chaosMeshRepo = 'https://charts.chaos-mesh.org';
/** Runs the workload's small HTTP server and the probing agent, both plain Node programs. */
const serverImage = 'node:22-alpine';

const text = z.string().trim().min(1);
const image = text.default(serverImage).describe('A container image with Node.');

/** aftershock.config.yaml as it is written; everything may be left out. */
export const settingsSchema = z
  .strictObject({
    kind: z
      .strictObject({
        name: text.default('aftershock').describe('The name of the kind cluster.'),
        config: text.default('kind-config.yaml').describe('The kind cluster configuration.'),
        nodeImage: text.default(nodeImage).describe('The node image of the cluster.'),
        preload: z.array(text).default([]).describe('Images of the local engine that are loaded into the nodes.'),
      })
      .prefault({}),
    chaosMesh: z
      .strictObject({
        chart: text
          .default('chaos-mesh')
          .describe('The name of a chart in the repository, or a folder (./, ../ or /).'),
        repo: text.default(chaosMeshRepo).describe('The chart repository.'),
        version: z
          .string({ error: 'a version is text: put it into quotes' })
          .min(1)
          .default(chaosMeshVersion)
          .describe('The version of the chart.'),
        values: z.record(z.string(), z.unknown()).default({}).describe('Helm values over those of the harness.'),
      })
      .prefault({}),
    workload: z.strictObject({ image }).prefault({}),
    agent: z.strictObject({ image }).prefault({}),
    reports: z.strictObject({ dir: text.default('reports').describe('Where the runs’ folders go.') }).prefault({}),
  })
  .describe('Settings of Aftershock.');

/**
 * The settings in `path`, or in `aftershock.config.yaml` of the folder `cwd` where there is one, or the defaults. Paths in the
 * file count from the file's folder, defaults from `cwd`. Throws HarnessError('usage') for a named file that cannot be read,
 * 'scenario-invalid' with a line per mistake.
 */
export async function loadSettings(path: string | undefined, cwd: string): Promise<Settings> {
  const file = path === undefined ? join(cwd, settingsFile) : resolve(cwd, path);
  const found = await readSettings(file, path !== undefined);
  // Errors name the file as the user did.
  const { value, data } = readDocument({ file: path ?? settingsFile, text: withoutBlank(found) }, settingsSchema);
  const from = (...keys: Path): string => (valueAt(data, keys) === undefined ? cwd : dirname(file));
  return {
    ...value,
    kind: { ...value.kind, config: resolve(from('kind', 'config'), value.kind.config) },
    chaosMesh: { ...value.chaosMesh, chart: chartOf(value.chaosMesh.chart, dirname(file)) },
    reports: { dir: resolve(from('reports', 'dir'), value.reports.dir) },
  };
}

async function readSettings(file: string, named: boolean): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (thrown) {
    if (named || !isMissing(thrown)) throw thrown;
    return undefined;
  }
}

/** Every mistake of a settings file. */
export function inspectSettings({ file, text: content }: DocumentInput): readonly Complaint[] {
  return complaintsOf({ file, text: withoutBlank(content) }, settingsSchema);
}

/** Whether a file is one of settings, by its name or by its keys. */
export function isSettings(file: string, data: unknown): boolean {
  if (basename(file) === settingsFile) return true;
  // Objects of Kubernetes have a version, and a kind that is a text; settings have a mapping there.
  if (!isRecord(data) || 'apiVersion' in data || typeof data['kind'] === 'string') return false;
  return Object.keys(data).some((key) => Object.hasOwn(settingsSchema.shape, key));
}

/** A file that says nothing, or only in comments, is one without settings. */
function withoutBlank(text = ''): string {
  const { data, problems } = parseYaml(text);
  return problems.length === 0 && data === null ? '{}' : text;
}

function isMissing(thrown: unknown): boolean {
  const cause: unknown = thrown instanceof Error ? thrown.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';
}

function chartOf(chart: string, folder: string): string {
  return /^\.{1,2}([/\\]|$)/.test(chart) || isAbsolute(chart) ? resolve(folder, chart) : chart;
}
