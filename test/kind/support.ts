import { execa } from 'execa';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunReport } from '../../src/core/report.ts';
import { readTimeline } from '../../src/cli/timeline-file.ts';
import type { Timeline } from '../../src/core/timeline.ts';

const root = new URL('../..', import.meta.url).pathname;

/** What a run on the real cluster left on the disk. */
export interface KindRun {
  readonly status: number;
  readonly output: string;
  readonly report: RunReport;
  readonly timeline: Timeline;
}

/** The command line, as a user calls it. */
export async function chaos(args: readonly string[]): Promise<{ status: number; output: string }> {
  const { exitCode, all } = await execa('node', ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    cwd: root,
    all: true,
    reject: false,
    timeout: 1_150_000,
  });
  return { status: exitCode ?? -1, output: all };
}

/** Runs one scenario on the kind cluster into a folder of its own, and reads what it wrote. */
export async function runOnKind(args: readonly string[]): Promise<KindRun> {
  const out = await mkdtemp(join(tmpdir(), 'aftershock-'));
  const { status, output } = await chaos([...args, '--cluster', 'kind', '--out', out]);
  const [folder] = (await readdir(out, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  if (folder === undefined) throw new Error(`no run folder; the command said:\n${output}`);
  const path = join(out, folder.name);
  const text = await readFile(join(path, 'run.json'), 'utf8').catch(() => Promise.reject(new Error(output)));
  const timeline = await readTimeline(path);
  if (timeline === undefined) throw new Error(`no timeline; the command said:\n${output}`);
  return { status, output, report: JSON.parse(text) as RunReport, timeline };
}

/** Every injection of a run. */
export function injectionsOf(report: RunReport): RunReport['faults'][number]['injections'] {
  return report.faults.flatMap((fault) => fault.injections);
}
