import { appendFile, stat } from 'node:fs/promises';
import type { RunReport } from '../core/report.ts';
import { annotations } from '../reporters/annotations.ts';
import type { Output } from './output.ts';

/** GitHub drops the whole summary of a step above 1 MiB. */
const mostBytes = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * On a CI server (`CI=true`) that has a step summary, appends the Markdown to it, unless it would grow beyond what the server
 * takes. A summary that cannot be written is told and costs nothing else.
 */
export async function addStepSummary(markdown: string, output: Output, env: Environment = process.env): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (!isCi(env) || file === undefined || file === '') return;
  try {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size + Buffer.byteLength(markdown) < mostBytes) await appendFile(file, `${markdown}\n`);
    else output.say(output.style('dim', 'the step summary is full: see the report'));
  } catch (thrown) {
    output.say(output.style('warn', `the step summary cannot be written: ${String(thrown)}`));
  }
}

/** Annotates the CI run with what stands in the way of a pass; on GitHub Actions only, and not among NDJSON events. */
export function annotate(report: RunReport, output: Output, env: Environment = process.env): void {
  if (!isCi(env) || env['GITHUB_ACTIONS'] !== 'true' || output.json) return;
  for (const line of annotations(report)) output.print(line);
}

function isCi(env: Environment): boolean {
  return env['CI'] !== undefined && !['', '0', 'false'].includes(env['CI']);
}
